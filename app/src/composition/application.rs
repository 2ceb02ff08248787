use std::fmt;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use korotko_clicklog::{ClickLog, Drainer};
use korotko_core::ports::{Ports, Store};
use korotko_core::{Korotko, PublicUrl, Settings};
use korotko_seaorm::SeaStore;
use korotko_tokio::Worker;
use korotko_useragent::AgentReader;
use poem::{Endpoint, EndpointExt, Response, Route, get};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use super::adapters::{self, Listening};
use super::health::{Healthz, Readyz};
use super::host_lists;
use super::listeners::Listeners;
use super::live::LiveStreams;
use super::pages::{self, PagesOfErrors, Senders};
use super::security_txt::{self, SecurityTxtFile};
use super::settings::Config;
use super::start_error::StartError;
use super::worker::{self, closed};
use super::{salts, system};
use crate::api::{self, Bearers, RedirectOutcomes, ShortLinks};
use crate::http::{self, FastPath, HttpSettings, Layers, Server, ServerOptions, StaticDocument};
use crate::metrics::{
    ClickNumbers, ConnectionNumbers, JobNumbers, Metrics, MetricsListener, Serving, SignInNumbers,
    WorkerNumbers,
};

/// The service, ready to run.
pub struct Application {
    server: Server,
    /// The use cases for requests.
    korotko: Korotko,
    /// The use cases with longer timeouts.
    work: Korotko,
    ports: Ports,
    /// What never ends, such as hearing what other processes change.
    background: Vec<Listening>,
    log: ClickLog,
    settings: Settings,
    config: Config,
    has_fast_path: bool,
    metrics: Metrics,
    metrics_listener: Option<MetricsListener>,
}

impl Application {
    /// Binds the address, opens the database and applies pending migrations.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        let listeners = Listeners::bind(&config).await?;
        let store = adapters::store(&config.database).await?;
        migrate(&config, &store).await?;
        let work = Arc::new(store.for_work());
        let mut metrics = Metrics::new();
        let lists = host_lists::load(&config.abuse.host_lists).await?;
        let clicks = adapters::with_clicks(&config, store, lists.clone(), &mut metrics)?;
        let (ports, listening, log) = clicks;
        let clicks = (listening, log);
        let mut built = Self::assemble(listeners, config, (ports, work), clicks, metrics)?;
        let links = built.work.links.clone();
        let watching: [Listening; 2] = [
            Box::pin(host_lists::keep_loaded(lists)),
            Box::pin(host_lists::keep_reviewed(links)),
        ];
        built.background.extend(watching);
        Ok(built)
    }

    /// Binds the address for use cases on these ports, whose clicks go to `log`. `work` is the same store with longer timeouts, for jobs,
    /// counting, imports and exports. Changes by other processes are not heard.
    pub async fn on(
        config: Config,
        ports: Ports,
        work: Arc<dyn Store>,
        log: ClickLog,
    ) -> Result<Self, StartError> {
        let listeners = Listeners::bind(&config).await?;
        let clicks: (Listening, _) = (Box::pin(pending()), log);
        Self::assemble(listeners, config, (ports, work), clicks, Metrics::new())
    }

    fn assemble(
        listeners: Listeners,
        config: Config,
        (ports, work): (Ports, Arc<dyn Store>),
        (listening, log): (Listening, ClickLog),
        metrics: Metrics,
    ) -> Result<Self, StartError> {
        let settings = config.settings(listeners.server.local_addr().port())?;
        let korotko = Korotko::new(ports.clone(), settings.clone())?;
        let work = Ports {
            store: work,
            ..ports.clone()
        };
        let work = Korotko::new(work, settings.clone())?;
        Ok(Self {
            server: listeners.server,
            korotko,
            work,
            ports,
            background: vec![listening],
            log,
            settings,
            config,
            has_fast_path: true,
            metrics,
            metrics_listener: listeners.metrics,
        })
    }

    /// Leaves short links to the routes, which answer the same but take longer: to compare both.
    #[must_use]
    pub fn without_fast_path(mut self) -> Self {
        self.has_fast_path = false;
        self
    }

    /// The address that the service listens on.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.server.local_addr()
    }

    /// The address at which metrics are served, if any.
    #[must_use]
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        let listener = self.metrics_listener.as_ref();
        listener.map(MetricsListener::local_addr)
    }

    /// The public URL.
    #[must_use]
    pub fn public_url(&self) -> &PublicUrl {
        &self.settings.public_url
    }

    /// Serves requests, counts clicks and runs jobs until `shutdown` completes. Then the service is no longer ready, stops the worker between
    /// jobs, stops the server as described for [`Server::serve`], and counts the remaining clicks.
    pub async fn run(
        mut self,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Result<(), StartError> {
        let (stop, stopped) = watch::channel(());
        let stopping = Arc::new(AtomicBool::new(false));
        let (endpoint, fast_path) = self.endpoint(stopping.clone())?;
        let fast_path = self.has_fast_path.then_some(fast_path);
        let clicks = self.salted().clicks.clone();
        let options = server_options(&self.config);
        let worker = self.worker();
        let _metrics = self.serve_metrics(worker.as_ref(), options.connections);
        let working = async {
            if let Some(worker) = worker {
                worker::run(worker, stopped.clone()).await;
            }
        };
        let drainer = Drainer::new(&self.log, self.work.clicks);
        let (serves, served) = watch::channel(());
        // On a thread of its own, so that no request waits while it computes. It ends after the last response, so that it counts every
        // click.
        let runtime = Handle::current();
        let counting = spawn_blocking(move || runtime.block_on(drainer.run(closed(served))));
        salts::renew_now(&clicks).await;
        let salting = salts::renew(clicks, closed(stopped.clone()));
        let (server, background) = (self.server, self.background);
        let serving = async {
            let stopped = closed(stopped.clone());
            let served = server.serve(endpoint, fast_path, stopped, options);
            with_background(background, served).await;
            drop(serves);
        };
        let ending = async {
            shutdown.await;
            tracing::info!(event = "stopping", "the service stops");
            stopping.store(true, Ordering::Relaxed);
            drop(stop);
        };
        let (.., counted) = tokio::join!(ending, serving, salting, working, counting);
        if let Err(error) = counted {
            let text = "counting of clicks is aborted; it continues at the next start";
            tracing::error!(event = "counting_aborted", %error, "{text}");
        }
        Ok(())
    }

    /// The use cases that get the salts of visitors: those of requests, unless these record nothing and need not hash any address. Salts of
    /// past days are deleted in either case.
    fn salted(&self) -> &Korotko {
        if self.config.clicks.record {
            &self.korotko
        } else {
            &self.work
        }
    }

    /// The worker of this process, if it has one.
    fn worker(&self) -> Option<Worker> {
        let jobs = &self.work.jobs;
        self.config.worker.then(|| Worker::new(jobs.clone()))
    }

    /// Serves metrics until what is returned is dropped, if there is a listener.
    fn serve_metrics(&mut self, worker: Option<&Worker>, connections: usize) -> Option<Serving> {
        let listener = self.metrics_listener.take()?;
        let mut metrics = std::mem::take(&mut self.metrics);
        metrics.collect(ConnectionNumbers {
            open: self.server.open_connections(),
            max: connections,
        });
        metrics.collect(ClickNumbers(self.log.clone()));
        metrics.collect(SignInNumbers(self.korotko.users.clone()));
        if let Some(worker) = worker {
            metrics.collect(WorkerNumbers(worker.executed()));
        }
        let jobs = JobNumbers::new(self.korotko.jobs.clone(), self.ports.clock.clone());
        Some(listener.serve(metrics, jobs))
    }

    fn readyz(&self, stopping: Arc<AtomicBool>) -> Readyz {
        Readyz {
            store: self.ports.store.clone(),
            clock: self.ports.clock.clone(),
            log: self.log.clone(),
            korotko: self.korotko.clone(),
            stopping,
        }
    }

    fn security_txt(&self) -> SecurityTxtFile {
        SecurityTxtFile {
            configured: self.config.abuse.security_txt.clone(),
            public_url: self.settings.public_url.clone(),
            clock: self.ports.clock.clone(),
        }
    }

    fn endpoint(
        &mut self,
        stopping: Arc<AtomicBool>,
    ) -> Result<(impl Endpoint<Output = Response> + 'static, FastPath), StartError> {
        let public_url = self.public_url().as_url();
        let (korotko, work) = (&self.korotko, &self.work);
        let agents = Arc::new(AgentReader::new());
        let outcomes = RedirectOutcomes::default();
        let links = ShortLinks::new(korotko.links.clone(), agents.clone(), outcomes.clone());
        let clock = self.ports.clock.clone();
        let live = LiveStreams::new(stopping.clone());
        let (limits, url) = (self.settings.limits, self.public_url());
        let pages = pages::pages((korotko, work), limits, url, agents.clone(), clock, live);
        let clock = &self.ports.clock;
        let redirects = (agents, outcomes.clone());
        let service = api::service(korotko, work, redirects, clock, limits);
        let document = api::document(&service, &self.settings.policy)?;
        let docs = StaticDocument::swagger_ui("Korotko API", &service.swagger_ui_html());
        let bearers = Bearers::new(korotko);
        let settings = HttpSettings {
            trusted_proxies: self.config.trusted_proxies.clone(),
            forwarded_by: self.config.forwarded_by,
            redirect_log_sample: self.config.redirect_log_sample,
            https: public_url.scheme() == "https",
            error_pages: Some(Arc::new(PagesOfErrors(pages.pages.clone()))),
            ..HttpSettings::new(api::routes(&document)?, Senders::shared(&pages, &bearers))
        };
        let routes = Route::new()
            .at("/docs", get(docs))
            .at("/openapi.json", get(StaticDocument::json(document)))
            .at("/healthz", get(Healthz))
            .at("/readyz", get(self.readyz(stopping)))
            .at(security_txt::PATH, get(self.security_txt()))
            .nest_no_strip("/", service)
            .data(bearers)
            .data(pages.pages.clone())
            .around(move |next, request| pages::show(pages.clone(), next, request));
        let layers = Layers::new(settings);
        self.metrics.add_requests(layers.traffic(), &outcomes);
        let endpoint = http::wrap(routes, &layers);
        Ok((endpoint, FastPath::new(layers, Arc::new(links))))
    }
}

fn server_options(config: &Config) -> ServerOptions {
    ServerOptions {
        connections: system::connections(),
        shutdown_grace: config.shutdown_grace,
        ..ServerOptions::default()
    }
}

/// Runs `serving`, and in separate tasks what never ends: hearing what other processes change, and watching files.
async fn with_background(background: Vec<Listening>, serving: impl Future<Output = ()>) {
    let background: Vec<_> = background.into_iter().map(tokio::spawn).collect();
    serving.await;
    background.iter().for_each(JoinHandle::abort);
}

async fn migrate(config: &Config, store: &SeaStore) -> Result<(), StartError> {
    if config.migrate {
        for name in store.migrate_up().await? {
            tracing::info!(event = "migration_applied", name, "a migration is applied");
        }
        return Ok(());
    }
    let pending = store.pending().await?;
    if pending.is_empty() {
        return Ok(());
    }
    Err(StartError::Pending(pending.join(", ")))
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
