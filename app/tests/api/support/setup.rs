//! The environment of applications under test, and how they start and stop.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ipnet::IpNet;
use korotko::composition::StartError;
use korotko::config::{AbuseConfig, ClickConfig, Database, MailConfig, SecurityTxt};
use korotko::http::ForwardedBy;
use korotko::{Application, Config};
use korotko_cache::{CacheOptions, CachedRoutes, CachedUsers};
use korotko_clicklog::{ClickLog, ClickLogOptions};
use korotko_core::mock::TestClock;
use korotko_core::ports::{Ports, RateLimiter, StoredUsers, Untraced};
use korotko_core::rate_limit::RateLimits;
use korotko_core::token::{Secret, TokenSettings};
use korotko_core::user::{AccessPolicy, Email};
use korotko_core::{Korotko, Limits, PublicUrl, Settings};
use korotko_memory::MemoryRateLimiter;
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_smtp::{SmtpMailer, SmtpOptions};
use korotko_testkit::SmtpSink;
use korotko_tokio::{HasherSettings, Pbkdf2Hasher, SystemRandom};
use korotko_xlsx::XlsxWriter;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::app::App;
use super::counting_hasher::CountingHasher;
use super::counting_routes::CountingRoutes;
use super::fake_world::{EMAIL_SECRET, JWT_SECRET, PUBLIC_URL, start_of_time};
use super::host_lists::TestHostLists;
use super::switched_store::SwitchedStore;

/// The address to which abuse reports are mailed.
pub const ABUSE_MAIL: &str = "abuse@short.example";

const SENDER: &str = "Korotko <noreply@short.example>";

/// A database, a mail server and a clock for applications. Clones share them.
#[derive(Clone)]
pub struct Setup {
    /// The URL of the database.
    pub database_url: String,
    /// The options of the database.
    pub options: SeaOptions,
    /// The mail server.
    pub sink: Arc<SmtpSink>,
    /// The clock.
    pub clock: TestClock,
    /// The public URL; `None` for the default of the application.
    pub public_url: Option<&'static str>,
    /// The settings of password hashing.
    pub hashing: HasherSettings,
    /// The limits of users.
    pub limits: Limits,
    /// The rate limits; off by default.
    pub rate_limits: Option<RateLimits>,
    /// The proxies that are trusted to name the client.
    pub trusted_proxies: Vec<IpNet>,
    /// What is allowed to people without an account.
    pub policy: AccessPolicy,
    /// The lists of hosts.
    pub host_lists: Arc<TestHostLists>,
    /// What `/.well-known/security.txt` says.
    pub security_txt: Option<SecurityTxt>,
    /// Whether short links are followed before the routes.
    pub fast_path: bool,
    /// The folder of the click log.
    clicks: Arc<TempDir>,
    running: Arc<Mutex<Vec<Running>>>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), StartError>>,
    store: Arc<SwitchedStore>,
}

/// The limiter of all nodes on PostgreSQL, and of one on SQLite.
fn shared_limiter(store: &SwitchedStore) -> Arc<dyn RateLimiter> {
    match store.rate_limiter() {
        Some(shared) => Arc::new(shared),
        None => Arc::new(MemoryRateLimiter::new()),
    }
}

/// Where abuse reports are mailed to.
fn abuse_mail() -> Email {
    Email::parse(ABUSE_MAIL).unwrap()
}

/// Timeouts for a slow machine.
fn patient() -> SeaOptions {
    SeaOptions {
        acquire_timeout: Duration::from_secs(30),
        lock_timeout: Duration::from_secs(30),
        statement_timeout: Duration::from_secs(30),
        long_wait: Duration::from_secs(30),
        ..SeaOptions::default()
    }
}

/// Creates the schema of a database.
pub(super) async fn migrate(url: String) {
    let store = migrated(&url, &patient()).await;
    store.close().await.unwrap();
}

async fn migrated(url: &str, options: &SeaOptions) -> SeaStore {
    let store = SeaStore::connect(url, options).await.unwrap();
    store.migrate_up().await.unwrap();
    store
}

impl Setup {
    pub(super) async fn on(database_url: String) -> Self {
        Self {
            database_url,
            options: patient(),
            sink: Arc::new(SmtpSink::start().await),
            clock: TestClock::new(start_of_time()),
            public_url: Some(PUBLIC_URL),
            hashing: HasherSettings {
                max_wait: Duration::from_mins(1),
                iterations: NonZeroU32::new(100).unwrap(),
                threads: 4,
                queue: 1000,
            },
            limits: Limits::default(),
            rate_limits: None,
            trusted_proxies: Vec::new(),
            policy: AccessPolicy::default(),
            host_lists: Arc::default(),
            security_txt: None,
            fast_path: true,
            clicks: Arc::new(TempDir::new().unwrap()),
            running: Arc::default(),
        }
    }

    /// Starts an application, with its worker.
    pub async fn start(&self) -> App {
        // Every test has this future within its own.
        Box::pin(self.start_application()).await
    }

    async fn start_application(&self) -> App {
        let store = Arc::new(self.store().await);
        let work = Arc::new(store.for_work());
        let hasher = Arc::new(CountingHasher::new(Pbkdf2Hasher::new(self.hashing)));
        let mailer = SmtpMailer::new(&self.sink.url(), SENDER, &SmtpOptions::default());
        let random = Arc::new(SystemRandom::default());
        let options = ClickLogOptions::in_folder(self.clicks.path());
        let log = ClickLog::open(options, random.clone()).unwrap();
        let routes = self.routes(&store);
        let ports = Ports {
            store: store.clone(),
            route_finder: routes.clone(),
            user_finder: self.users(&store),
            click_recorder: Arc::new(log.clone()),
            report_writer: Arc::new(XlsxWriter::new()),
            mailer: Arc::new(mailer.unwrap()),
            password_hasher: hasher.clone(),
            rate_limiter: shared_limiter(&store),
            node_rate_limiter: Arc::new(MemoryRateLimiter::new()),
            trace_propagator: Arc::new(Untraced),
            host_lists: self.host_lists.clone(),
            clock: Arc::new(self.clock.clone()),
            random,
        };
        let config = self.config();
        let tokens = config.tokens.clone();
        let application = Application::on(config, ports.clone(), work, log).await;
        let application = self.with_its_path(application.unwrap());
        let (address, public_url) = (application.local_addr(), application.public_url().clone());
        let settings = self.settings(public_url.clone(), tokens);
        let (stop, stopped) = oneshot::channel();
        let run = application.run(async { drop(stopped.await) });
        self.running.lock().unwrap().push(Running {
            stop,
            task: tokio::spawn(run),
            store: store.clone(),
        });
        let korotko = Korotko::new(ports, settings).unwrap();
        App::at(address, public_url, self, store, routes, hasher, korotko).await
    }

    fn settings(&self, public_url: PublicUrl, tokens: TokenSettings) -> Settings {
        Settings {
            limits: self.limits,
            rate_limits: self.rate_limits,
            policy: self.policy.clone(),
            abuse_mail: Some(abuse_mail()),
            ..Settings::new(public_url, tokens, korotko::api::mail_paths())
        }
    }

    fn with_its_path(&self, application: Application) -> Application {
        if self.fast_path {
            application
        } else {
            application.without_fast_path()
        }
    }

    fn routes(&self, store: &Arc<SwitchedStore>) -> Arc<CountingRoutes> {
        let (clock, options) = (Arc::new(self.clock.clone()), CacheOptions::default());
        let cached = CachedRoutes::new(store.clone(), clock, options);
        Arc::new(CountingRoutes::new(cached))
    }

    fn users(&self, store: &Arc<SwitchedStore>) -> Arc<CachedUsers> {
        let stored = Arc::new(StoredUsers(store.clone()));
        let (clock, options) = (Arc::new(self.clock.clone()), CacheOptions::default());
        Arc::new(CachedUsers::new(stored, clock, options))
    }

    /// The database, with its schema.
    async fn store(&self) -> SwitchedStore {
        SwitchedStore::new(migrated(&self.database_url, &self.options).await)
    }

    /// The lists of hosts are not those of files.
    fn abuse(&self) -> AbuseConfig {
        AbuseConfig {
            mail: Some(abuse_mail()),
            security_txt: self.security_txt.clone(),
            ..AbuseConfig::default()
        }
    }

    fn config(&self) -> Config {
        let secret = |bytes: [u8; 32]| Secret::from_bytes(bytes.to_vec()).unwrap();
        Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            metrics_listen: None,
            public_url: self.public_url.map(|url| PublicUrl::parse(url).unwrap()),
            database: Database::Url {
                direct_url: None,
                url: self.database_url.clone(),
                folder: None,
            },
            mail: MailConfig::Smtp {
                url: self.sink.url(),
                from: SENDER.to_owned(),
                allow_plaintext: false,
            },
            tokens: TokenSettings::new(secret(JWT_SECRET), secret(EMAIL_SECRET)),
            limits: self.limits,
            rate_limits: self.rate_limits,
            policy: self.policy.clone(),
            clicks: ClickConfig {
                record: true,
                folder: self.clicks.path().to_owned(),
                limit_bytes: 1 << 30,
                share: 25,
                sync: Duration::ZERO,
                archive: self.clicks.path().join("archive"),
                archive_days: 0,
            },
            trusted_proxies: self.trusted_proxies.clone(),
            forwarded_by: ForwardedBy::default(),
            redirect_log_sample: 1,
            migrate: true,
            worker: true,
            abuse: self.abuse(),
            shutdown_grace: Duration::ZERO,
            hasher: self.hashing,
        }
    }

    /// Stops all applications.
    pub async fn stop(&self) {
        let running = std::mem::take(&mut *self.running.lock().unwrap());
        for application in running {
            application.stop.send(()).unwrap();
            let ended = timeout(Duration::from_secs(30), application.task).await;
            ended.expect("a stop in time").unwrap().unwrap();
            application.store.close().await;
        }
    }
}
