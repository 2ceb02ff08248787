use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::PublicUrl;
use korotko_core::token::TokenSettings;
use korotko_seaorm::DatabaseUrl;
use korotko_tokio::HasherSettings;

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::purpose::Purpose;
use super::{clicks, duration, folders, limits, listen, mail, names, secrets, switch, tokens};
use crate::composition::{ClickConfig, Config, Database, MailConfig};
use crate::http::ForwardedBy;
use crate::logging;

/// A supervisor that waits for longer is not to be expected.
const MAX_GRACE: Duration = Duration::from_mins(10);

impl Config {
    /// Checks everything that was given. For a program that serves or works, this makes and tries the folders that it writes
    /// into, and on the embedded database its secrets; but nothing as long as anything is wrong.
    pub fn read(
        args: &Args,
        environment: &Environment,
        purpose: Purpose,
    ) -> Result<Self, ConfigErrors> {
        let mut mistakes = ConfigErrors::default();
        check_rest(args, environment, &mut mistakes);
        let database = Database::read(args, environment, &mut mistakes);
        let listen = mistakes.check("KOROTKO_LISTEN", listen::parse(&args.listen));
        let public_url = args.public_url.as_deref().map(PublicUrl::parse);
        let public_url = mistakes.check("KOROTKO_PUBLIC_URL", public_url.transpose());
        let mail = mail::read(args, environment, &mut mistakes);
        let proxies = mistakes.check("KOROTKO_TRUSTED_PROXIES", proxies(&args.trusted_proxies));
        let migrate = mistakes.check("KOROTKO_MIGRATE", switch::parse(&args.migrate));
        let worker = mistakes.check("KOROTKO_WORKER", switch::parse(&args.worker));
        let grace = mistakes.check("KOROTKO_SHUTDOWN_GRACE", grace(&args.shutdown_grace));
        let limits = limits::read(args, &mut mistakes);
        let clicks = clicks::read(args, &mut mistakes);
        let tokens = tokens::read(args, database.as_ref(), environment, &mut mistakes);
        let whole = || {
            let (database, mail, clicks) = (database?, mail?, clicks?);
            let written = (&database, &mail, &clicks);
            Some(Self {
                tokens: settle(purpose, written, tokens?, &mut mistakes)?,
                listen: listen?,
                public_url: public_url?,
                database,
                mail,
                limits: limits?,
                clicks,
                trusted_proxies: proxies?,
                forwarded_by: ForwardedBy::default(),
                migrate: migrate?,
                worker: worker?,
                shutdown_grace: grace?,
                hasher: HasherSettings::default(),
            })
        };
        whole().ok_or(mistakes)
    }
}

/// Makes what is not there yet, unless something is wrong.
fn settle(
    purpose: Purpose,
    written: (&Database, &MailConfig, &ClickConfig),
    tokens: tokens::Tokens,
    mistakes: &mut ConfigErrors,
) -> Option<TokenSettings> {
    if mistakes.is_empty() {
        folders::check(purpose, written, mistakes);
    }
    if !mistakes.is_empty() {
        return None;
    }
    tokens.settle(purpose, mistakes)
}

/// What every command is told of.
fn check_rest(args: &Args, environment: &Environment, mistakes: &mut ConfigErrors) {
    names::check(environment, mistakes);
    mistakes.check("KOROTKO_LOG", logging::check(&args.log));
}

impl Database {
    /// The database alone, for the commands that need nothing else.
    pub fn read_alone(args: &Args, environment: &Environment) -> Result<Self, ConfigErrors> {
        let mut mistakes = ConfigErrors::default();
        check_rest(args, environment, &mut mistakes);
        let database = Self::read(args, environment, &mut mistakes);
        database.filter(|_| mistakes.is_empty()).ok_or(mistakes)
    }

    fn read(args: &Args, environment: &Environment, mistakes: &mut ConfigErrors) -> Option<Self> {
        let name = "KOROTKO_DATABASE_URL";
        let before = mistakes.count();
        let Some(url) = secrets::variable(name, environment, mistakes) else {
            let unread = mistakes.count() > before;
            return (!unread).then(|| Self::DataFolder(args.data_dir.clone()));
        };
        let read = match DatabaseUrl::parse(&url) {
            Err(error) => Err(crate::http::problem::causes(&error)),
            Ok(read) => Ok(read),
        };
        let read = mistakes.check(&format!("{name}:"), read)?;
        let folder = read.file().map(|_| args.data_dir.clone());
        Some(Self::Url { url, folder })
    }
}

fn grace(text: &str) -> Result<Duration, &'static str> {
    let grace = duration::parse(text)?.to_std().ok();
    let grace = grace.filter(|grace| *grace <= MAX_GRACE);
    grace.ok_or("must be from 0s to 10m")
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
