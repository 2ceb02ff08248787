use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::token::TokenSettings;
use korotko_core::{PublicUrl, PublicUrlError};
use korotko_seaorm::DatabaseUrl;
use korotko_tokio::HasherSettings;

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::purpose::Purpose;
use super::{
    abuse, clicks, duration, folders, limits, listen, mail, names, policy, rate_limits, secrets,
    switch, tokens, traces,
};
use crate::composition::{ClickConfig, Config, Database, MailConfig};
use crate::http::ForwardedBy;
use crate::logging;

/// No supervisor waits longer.
const MAX_GRACE: Duration = Duration::from_mins(10);

impl Config {
    /// Checks all settings. Unless the purpose is to administer, also creates and checks the folders to write to, and the secrets of an
    /// embedded database; but only if there is no error.
    pub fn read(
        args: &Args,
        environment: &Environment,
        purpose: Purpose,
    ) -> Result<Self, ConfigErrors> {
        let mut errors = check_common(args, environment);
        let database = Database::parse(args, environment, &mut errors);
        let listen = errors.check("KOROTKO_LISTEN", listen::parse(&args.listen));
        let metrics_listen = errors.check("KOROTKO_METRICS_LISTEN", metrics_listen(args));
        let public_url = errors.check("KOROTKO_PUBLIC_URL", public_url(args));
        let mail = mail::read(args, environment, &mut errors);
        let proxies = errors.check("KOROTKO_TRUSTED_PROXIES", proxies(&args.trusted_proxies));
        let [migrate, worker] = switches(args, &mut errors);
        let sample = errors.check("KOROTKO_REDIRECT_LOG_SAMPLE", sample(args));
        let grace = errors.check("KOROTKO_SHUTDOWN_GRACE", grace(&args.shutdown_grace));
        let limits = limits::read(args, &mut errors);
        let policy = policy::read(args, &mut errors);
        let rate_limits = rate_limits::read(&args.rate_limits, &mut errors);
        let clicks = clicks::read(args, &mut errors);
        let abuse = abuse::read(args, &mut errors);
        let tokens = tokens::read(args, database.as_ref(), environment, &mut errors);
        let config = || {
            let (database, mail, clicks) = (database?, mail?, clicks?);
            Some(Self {
                tokens: create_missing(purpose, (&database, &mail, &clicks), tokens?, &mut errors)?,
                listen: listen?,
                metrics_listen: metrics_listen?,
                public_url: public_url?,
                database,
                mail,
                limits: limits?,
                policy: policy?,
                rate_limits,
                clicks,
                trusted_proxies: proxies?,
                forwarded_by: ForwardedBy::default(),
                redirect_log_sample: sample?,
                migrate: migrate?,
                worker: worker?,
                abuse: abuse?,
                shutdown_grace: grace?,
                hasher: HasherSettings::default(),
            })
        };
        config().ok_or(errors)
    }
}

/// Whether migrations are applied at the start, and whether jobs are run.
fn switches(args: &Args, errors: &mut ConfigErrors) -> [Option<bool>; 2] {
    [
        errors.check("KOROTKO_MIGRATE", switch::parse(&args.migrate)),
        errors.check("KOROTKO_WORKER", switch::parse(&args.worker)),
    ]
}

/// Creates folders and secrets, unless there is an error.
fn create_missing(
    purpose: Purpose,
    written: (&Database, &MailConfig, &ClickConfig),
    tokens: tokens::Tokens,
    errors: &mut ConfigErrors,
) -> Option<TokenSettings> {
    if errors.is_empty() {
        folders::check(purpose, written, errors);
    }
    if !errors.is_empty() {
        return None;
    }
    tokens.load(purpose, errors)
}

/// The checks of every command.
fn check_common(args: &Args, environment: &Environment) -> ConfigErrors {
    let mut errors = ConfigErrors::default();
    names::check(environment, &mut errors);
    errors.check("KOROTKO_LOG", logging::check(&args.log));
    traces::check(&args.traces, &mut errors);
    errors
}

impl Database {
    /// The database only, for commands that need nothing else.
    pub fn read(args: &Args, environment: &Environment) -> Result<Self, ConfigErrors> {
        let mut errors = check_common(args, environment);
        let database = Self::parse(args, environment, &mut errors);
        database.filter(|_| errors.is_empty()).ok_or(errors)
    }

    fn parse(args: &Args, environment: &Environment, errors: &mut ConfigErrors) -> Option<Self> {
        let name = "KOROTKO_DATABASE_URL";
        let before = errors.count();
        let url = secrets::variable(name, environment, errors);
        let direct_url = direct_url(url.as_deref(), environment, errors);
        let Some(url) = url else {
            let unread = errors.count() > before;
            return (!unread).then(|| Self::DataFolder(args.data_dir.clone()));
        };
        let read = match DatabaseUrl::parse(&url) {
            Err(error) => Err(crate::http::problem::causes(&error)),
            Ok(read) => Ok(read),
        };
        let read = errors.check(&format!("{name}:"), read)?;
        let folder = read.file().map(|_| args.data_dir.clone());
        Some(Self::Url {
            url,
            direct_url,
            folder,
        })
    }
}

/// The URL past a transaction pooler, if there is one.
fn direct_url(
    url: Option<&str>,
    environment: &Environment,
    errors: &mut ConfigErrors,
) -> Option<String> {
    let name = "KOROTKO_DATABASE_DIRECT_URL";
    let direct = secrets::variable(name, environment, errors)?;
    let is_server = |url: &str| url.starts_with("postgres");
    let parsed = DatabaseUrl::parse(&direct).map_err(|error| crate::http::problem::causes(&error));
    errors.check(&format!("{name}:"), parsed)?;
    if is_server(&direct) && url.is_some_and(is_server) {
        return Some(direct);
    }
    errors.add(name, "is only for PostgreSQL, beside KOROTKO_DATABASE_URL");
    None
}

fn grace(text: &str) -> Result<Duration, &'static str> {
    let grace = duration::parse(text)?.to_std().ok();
    let grace = grace.filter(|grace| *grace <= MAX_GRACE);
    grace.ok_or("must be from 0s to 10m")
}

fn metrics_listen(args: &Args) -> Result<Option<SocketAddr>, &'static str> {
    let text = args.metrics_listen.as_deref();
    text.map(listen::parse).transpose()
}

fn public_url(args: &Args) -> Result<Option<PublicUrl>, PublicUrlError> {
    let text = args.public_url.as_deref();
    text.map(PublicUrl::parse).transpose()
}

fn sample(args: &Args) -> Result<u32, &'static str> {
    let number = args.redirect_log_sample.trim().parse();
    number.map_err(|_| "must be a whole number from 0 to 4294967295")
}

fn proxies(list: &str) -> Result<Vec<IpNet>, &'static str> {
    let items = list.split(',').map(str::trim);
    items
        .filter(|item| !item.is_empty())
        .map(|item| {
            let address = item.parse().map(|ip: IpAddr| IpNet::from(ip)).ok();
            address.or_else(|| item.parse().ok())
        })
        .collect::<Option<_>>()
        .ok_or("must be addresses or networks such as 10.0.0.0/8, separated by commas")
}
