//! Creates the adapters of a configuration.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use korotko_cache::{CacheOptions, CachedRoutes, CachedUsers};
use korotko_clicklog::{ArchiveOptions, ClickLog, ClickLogOptions, OpenError};
use korotko_core::click::Click;
use korotko_core::ports::{
    ClickRecorder, HostLists, Mail, MailContent, Mailer, NewsFeed, Ports, RateLimiter, StoredUsers,
};
use korotko_hostlist::HostListError;
use korotko_memory::MemoryRateLimiter;
use korotko_seaorm::{ConnectError, SeaNews, SeaOptions, SeaStore};
use korotko_smtp::{FolderMailer, SmtpMailer, SmtpOptions};
use korotko_tokio::{Pbkdf2Hasher, SystemClock, SystemRandom};
use korotko_xlsx::XlsxWriter;
use tokio::task::JoinError;

use super::folders::{FolderError, create_folder};
use super::settings::{Config, Database, MailConfig};
use crate::metrics::{
    CacheNumbers, CountingMailer, LimitedRequests, Metrics, PasswordNumbers, PoolNumbers,
    RateLimitNumbers,
};
use crate::output;
use crate::traces;

/// Why an adapter could not be created.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// A folder could not be created.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// There is no database, and this command does not create one.
    #[error("there is no database at {}; create one with `korotko serve` or `korotko migrate up`", .0.display())]
    NoDatabase(PathBuf),
    /// The database could not be opened.
    #[error(transparent)]
    Database(#[from] ConnectError),
    /// The click log could not be opened.
    #[error("cannot open the click log")]
    Clicks(#[from] OpenError),
    /// A list of hosts could not be read.
    #[error(transparent)]
    HostList(#[from] HostListError),
    /// The program stops.
    #[error("the start is aborted")]
    Aborted(#[source] JoinError),
    /// The mailer refused its configuration.
    #[error("cannot set up mails")]
    Mail(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Opens the database; creates its file and folder if missing.
pub(crate) async fn store(database: &Database) -> Result<SeaStore, SetUpError> {
    if let Some(folder) = database.folder() {
        create_folder(folder)?;
    }
    open(database).await
}

/// Opens an existing database.
pub(crate) async fn existing_store(database: &Database) -> Result<SeaStore, SetUpError> {
    match database.file() {
        Some(file) if !file.exists() => Err(SetUpError::NoDatabase(file)),
        _ => open(database).await,
    }
}

async fn open(database: &Database) -> Result<SeaStore, SetUpError> {
    let options = SeaOptions::default();
    Ok(match database {
        Database::Url { url, .. } => SeaStore::connect(url, &options).await?,
        Database::DataFolder(folder) => {
            SeaStore::connect_file(folder.join("korotko.db"), &options).await?
        }
    })
}

/// The ports for a program that follows no links, with their metrics.
pub(crate) fn without_clicks(
    config: &Config,
    store: Arc<SeaStore>,
    host_lists: Arc<dyn HostLists>,
    metrics: &mut Metrics,
) -> Result<Ports, SetUpError> {
    let (rate_limiter, node_rate_limiter) = rate_limiters(&store, metrics);
    let mailer = mailer(&config.mail).map_err(SetUpError::Mail)?;
    let hasher = Pbkdf2Hasher::new(config.hasher);
    metrics.collect(PoolNumbers(store.clone()));
    metrics.collect(PasswordNumbers(hasher.clone()));
    Ok(Ports {
        store: store.clone(),
        rate_limiter,
        node_rate_limiter,
        host_lists,
        user_finder: Arc::new(StoredUsers(store.clone())),
        route_finder: store,
        click_recorder: Arc::new(NoClicks),
        report_writer: Arc::new(XlsxWriter::new()),
        mailer: Arc::new(CountingMailer::new(mailer, metrics)),
        password_hasher: Arc::new(hasher),
        trace_propagator: traces::propagator(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::default()),
    })
}

/// The rate limiter of all nodes, and that of this one: the same where there is only one.
fn rate_limiters(
    store: &SeaStore,
    metrics: &mut Metrics,
) -> (Arc<dyn RateLimiter>, Arc<dyn RateLimiter>) {
    let (limited, memory) = (
        LimitedRequests::new(metrics),
        Arc::new(MemoryRateLimiter::new()),
    );
    metrics.collect(RateLimitNumbers(memory.clone()));
    let own = limited.by(memory);
    let shared = store.rate_limiter();
    let shared = shared.map(|shared| limited.by(Arc::new(shared)));
    (shared.unwrap_or_else(|| own.clone()), own)
}

/// What hears of changes; never ends.
pub(crate) type Listening = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The ports for a program that follows links: with caches, what they hear, and a click log. Even if no clicks are recorded, the log
/// may contain some that wait to be counted.
pub(crate) fn with_clicks(
    config: &Config,
    store: SeaStore,
    host_lists: Arc<dyn HostLists>,
    metrics: &mut Metrics,
) -> Result<(Ports, Listening, ClickLog), SetUpError> {
    let news = store.news(config.database.direct_url())?;
    let ports = without_clicks(config, Arc::new(store), host_lists, metrics)?;
    create_folder(&config.clicks.folder)?;
    let archive = ArchiveOptions {
        folder: config.clicks.archive.clone(),
        days: config.clicks.archive_days,
    };
    let options = ClickLogOptions {
        limit_bytes: config.clicks.limit_bytes,
        share: config.clicks.share,
        sync: config.clicks.sync,
        archive: Some(archive),
        ..ClickLogOptions::in_folder(&config.clicks.folder)
    };
    let log = ClickLog::open(options, ports.random.clone())?;
    let (mut ports, listening) = cached(ports, news, metrics);
    if config.clicks.record {
        ports.click_recorder = Arc::new(log.clone());
    }
    Ok((ports, listening, log))
}

/// Puts the caches in front of these ports.
fn cached(ports: Ports, news: SeaNews, metrics: &mut Metrics) -> (Ports, Listening) {
    let (clock, options) = (ports.clock.clone(), CacheOptions::default());
    let routes = CachedRoutes::new(ports.route_finder, clock.clone(), options);
    let users = CachedUsers::new(ports.user_finder, clock.clone(), options);
    let (route_finder, user_finder) = (Arc::new(routes), Arc::new(users));
    metrics.collect(CacheNumbers {
        routes: route_finder.clone(),
        users: user_finder.clone(),
    });
    let listener = Arc::new((route_finder.clone(), user_finder.clone()));
    let listening = Box::pin(async move { news.listen(clock, listener).await });
    let ports = Ports {
        route_finder,
        user_finder,
        ..ports
    };
    (ports, listening)
}

/// Discards clicks.
struct NoClicks;

impl ClickRecorder for NoClicks {
    fn record(&self, _: Click) {}
}

fn mailer(mail: &MailConfig) -> Result<Arc<dyn Mailer>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(match mail {
        MailConfig::Smtp {
            url,
            from,
            allow_plaintext,
        } => Arc::new(SmtpMailer::new(url, from, &smtp_options(*allow_plaintext))?),
        MailConfig::Folder { folder, from } => {
            Arc::new(FolderMailer::new(folder, from, Box::new(print_mail))?)
        }
    })
}

/// The options of SMTP.
pub(crate) fn smtp_options(allow_plaintext: bool) -> SmtpOptions {
    SmtpOptions {
        allow_plaintext,
        ..SmtpOptions::default()
    }
}

/// Prints what a mail in the folder is about, for people who try Korotko out.
fn print_mail(path: &Path, mail: &Mail) {
    let about = match &mail.content {
        MailContent::Verification { link } => format!("verify the address: {link}"),
        MailContent::Invitation { link } => format!("an invitation to register: {link}"),
        MailContent::PasswordReset { link } => format!("set a new password: {link}"),
        MailContent::EmailChangeToOld { link, .. } => {
            format!("confirm the change of the address: {link}")
        }
        MailContent::EmailChangeToNew { link } => format!("confirm the new address: {link}"),
        MailContent::EmailChanged { .. } => "the address has changed".to_owned(),
        MailContent::Test { .. } => "a test".to_owned(),
        MailContent::AbuseReport(content) => format!("abuse report {}", content.report.id),
        MailContent::Report(content) => match &content.unsubscribe {
            Some(url) => format!("a report; unsubscribe: {url}"),
            None => "a report".to_owned(),
        },
    };
    output::print(&format!("mail {}: {about}", path.display()));
}
