use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::PublicUrl;
use korotko_smtp::{FolderMailer, SetupError, SmtpMailer, SmtpOptions};
use korotko_tokio::HasherSettings;

use super::secrets::{self, Environment, make_folder};
use super::{
    Args, Config, Database, MailConfig, Mistakes, clicks, duration, limits, switch, tokens,
};
use crate::http::ForwardedBy;

/// A supervisor that waits for longer is not to be expected.
const LONGEST_GRACE: Duration = Duration::from_mins(10);

impl Config {
    /// Checks everything that was given. On the embedded database this makes the data folder and its secrets, if they are
    /// not there yet.
    pub fn read(
        args: &Args,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let database = Database::read(args, environment, &mut mistakes);
        let listen = mistakes.check("KOROTKO_LISTEN", listen(&args.listen));
        let public_url = args.public_url.as_deref().map(PublicUrl::parse);
        let public_url = mistakes.check("KOROTKO_PUBLIC_URL", public_url.transpose());
        let mail = mail(args, environment, &mut mistakes);
        let proxies = mistakes.check("KOROTKO_TRUSTED_PROXIES", proxies(&args.trusted_proxies));
        let migrate = mistakes.check("KOROTKO_MIGRATE", switch::parse(&args.migrate));
        let worker = mistakes.check("KOROTKO_WORKER", switch::parse(&args.worker));
        let grace = mistakes.check("KOROTKO_SHUTDOWN_GRACE", grace(&args.shutdown_grace));
        let limits = limits::read(args, &mut mistakes);
        let clicks = clicks::read(args, &mut mistakes);
        let tokens = tokens::read(args, database.as_ref(), environment, &mut mistakes);
        let whole = || {
            Some(Self {
                listen: listen?,
                public_url: public_url?,
                database: database?,
                mail: mail?,
                tokens: tokens?,
                limits: limits?,
                clicks: clicks?,
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

impl Database {
    /// The database alone, for the commands that need nothing else.
    pub fn read_alone(
        args: &Args,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        Self::read(args, environment, &mut mistakes).ok_or(mistakes)
    }

    fn read(args: &Args, environment: Environment<'_>, mistakes: &mut Mistakes) -> Option<Self> {
        let name = "KOROTKO_DATABASE_URL";
        let given = secrets::variable(name, environment, mistakes);
        if given.is_none() && !mistakes.is_empty() {
            return None;
        }
        match given {
            Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
                Some(Self::Url { url, folder: None })
            }
            Some(url) if url.starts_with("sqlite:") => {
                let folder = Some(args.data_dir.clone());
                Some(Self::Url { url, folder })
            }
            Some(_) => {
                mistakes.add(name, "must begin with postgres:// or sqlite:");
                None
            }
            None => Some(Self::DataFolder(args.data_dir.clone())),
        }
    }

    /// The folder that keeps the secrets of an embedded database; a server has none.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Url { folder, .. } => folder.as_deref(),
            Self::DataFolder(folder) => Some(folder),
        }
    }

    /// Makes the folder of an embedded database, for its owner alone.
    pub(crate) fn make_folder(&self) -> io::Result<()> {
        self.folder().map_or(Ok(()), make_folder)
    }
}

fn listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "must be an address and a port such as 127.0.0.1:8080 or [::]:8080")
}

fn grace(text: &str) -> Result<Duration, &'static str> {
    let grace = duration::parse(text)?.to_std().ok();
    let grace = grace.filter(|grace| *grace <= LONGEST_GRACE);
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

fn mail(args: &Args, environment: Environment<'_>, mistakes: &mut Mistakes) -> Option<MailConfig> {
    let from = args.mail_from.clone();
    let Some(url) = secrets::variable("KOROTKO_SMTP_URL", environment, mistakes) else {
        let default = || args.data_dir.join("mails");
        let folder: PathBuf = args.mail_dir.clone().unwrap_or_else(default);
        let tried = FolderMailer::new(&folder, &from, Box::new(|_, _| ()));
        mistakes.check("KOROTKO_MAIL_FROM:", tried)?;
        return Some(MailConfig::Folder { folder, from });
    };
    let allowed = switch::parse(&args.smtp_allow_plaintext);
    let allow_plaintext = mistakes.check("KOROTKO_SMTP_ALLOW_PLAINTEXT", allowed)?;
    match SmtpMailer::new(&url, &from, &smtp_options(allow_plaintext)) {
        Ok(_) => Some(MailConfig::Smtp {
            url,
            from,
            allow_plaintext,
        }),
        Err(error) => {
            note_mail_mistake(error, mistakes);
            None
        }
    }
}

fn note_mail_mistake(error: SetupError, mistakes: &mut Mistakes) {
    let url = "KOROTKO_SMTP_URL:";
    match error {
        // The name for EHLO is the sender's domain.
        SetupError::From(_) | SetupError::Hello => mistakes.add("KOROTKO_MAIL_FROM:", error),
        SetupError::Plaintext => {
            let cure = "KOROTKO_SMTP_ALLOW_PLAINTEXT=true allows it";
            mistakes.add(url, format!("{error}; {cure}"));
        }
        _ => mistakes.add(url, error),
    }
}

pub(crate) fn smtp_options(allow_plaintext: bool) -> SmtpOptions {
    SmtpOptions {
        allow_plaintext,
        ..SmtpOptions::default()
    }
}
