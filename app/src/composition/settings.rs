//! The validated configuration.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::rate_limit::RateLimits;
use korotko_core::token::TokenSettings;
use korotko_core::user::{AccessPolicy, Email};
use korotko_core::{Limits, PublicUrl, PublicUrlError, Settings};
use korotko_hostlist::HostListFiles;
use korotko_seaorm::DatabaseUrl;
use korotko_tokio::HasherSettings;

use super::security_txt::SecurityTxt;
use crate::api::mail_paths;
use crate::http::ForwardedBy;

/// The validated configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on; port 0 takes a free port.
    pub listen: SocketAddr,
    /// The address to serve metrics at, if any.
    pub metrics_listen: Option<SocketAddr>,
    /// The public URL; `http://localhost:<port>` by default.
    pub public_url: Option<PublicUrl>,
    /// The database.
    pub database: Database,
    /// The delivery of mails.
    pub mail: MailConfig,
    /// The settings of tokens.
    pub tokens: TokenSettings,
    /// The limits of users.
    pub limits: Limits,
    /// The rate limits; `None` if they are off.
    pub rate_limits: Option<RateLimits>,
    /// What is allowed to people without an account.
    pub policy: AccessPolicy,
    /// The click log and the click archive.
    pub clicks: ClickConfig,
    /// The trusted proxies.
    pub trusted_proxies: Vec<IpNet>,
    /// The field in which they forward the client's address.
    pub forwarded_by: ForwardedBy,
    /// One of so many redirects is logged; none at 0.
    pub redirect_log_sample: u32,
    /// Whether `serve` applies pending migrations; otherwise it does not start while there are any.
    pub migrate: bool,
    /// Whether `serve` also runs jobs.
    pub worker: bool,
    /// What is done against abuse.
    pub abuse: AbuseConfig,
    /// How long the service still accepts requests after a signal to stop.
    pub shutdown_grace: Duration,
    /// The settings of password hashing.
    pub hasher: HasherSettings,
}

impl Config {
    /// The settings of the use cases, with the default public URL for `port`.
    pub(crate) fn settings(&self, port: u16) -> Result<Settings, PublicUrlError> {
        let public_url = match &self.public_url {
            Some(url) => url.clone(),
            None => PublicUrl::parse(&format!("http://localhost:{port}"))?,
        };
        Ok(Settings {
            limits: self.limits,
            rate_limits: self.rate_limits,
            policy: self.policy.clone(),
            abuse_mail: self.abuse.mail.clone(),
            ..Settings::new(public_url, self.tokens.clone(), mail_paths())
        })
    }
}

/// The database. A URL may contain a password, so `Debug` does not show it.
#[derive(Clone)]
pub enum Database {
    /// A URL: `postgres://…` or `sqlite:…`.
    Url {
        /// The URL.
        url: String,
        /// The URL of the same PostgreSQL database without a transaction pooler.
        direct_url: Option<String>,
        /// The folder of the secrets of an embedded database; `None` for a server.
        folder: Option<PathBuf>,
    },
    /// The embedded database in the data folder.
    DataFolder(PathBuf),
}

/// What is done against abuse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AbuseConfig {
    /// Where abuse reports are mailed to, if anywhere.
    pub mail: Option<Email>,
    /// The files of hosts.
    pub host_lists: HostListFiles,
    /// What `/.well-known/security.txt` says, if anything.
    pub security_txt: Option<SecurityTxt>,
}

/// The click log and the click archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClickConfig {
    /// Whether redirects are recorded as clicks.
    pub record: bool,
    /// The folder of the click log.
    pub folder: PathBuf,
    /// The maximum size of the click log in bytes.
    pub limit_bytes: u64,
    /// The percentage of one core that counting takes while many requests wait.
    pub share: u32,
    /// How often clicks that are not counted yet are synced to the disk; zero leaves it to the operating system.
    pub sync: Duration,
    /// The folder of the click archive.
    pub archive: PathBuf,
    /// The number of days that clicks are archived.
    pub archive_days: u32,
}

/// The delivery of mails.
#[derive(Clone)]
pub enum MailConfig {
    /// A mail server. Its URL may contain a password, so `Debug` does not show it.
    Smtp {
        /// `smtps://…` or `smtp://…`.
        url: String,
        /// The sender.
        from: String,
        /// Whether unencrypted delivery to another host is allowed.
        allow_plaintext: bool,
    },
    /// A folder.
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The sender.
        from: String,
    },
}

impl Database {
    /// The URL past a transaction pooler, if one is set.
    pub(crate) fn direct_url(&self) -> Option<&str> {
        match self {
            Self::Url { direct_url, .. } => direct_url.as_deref(),
            Self::DataFolder(_) => None,
        }
    }

    /// The URL of a server itself, past a transaction pooler; `None` for an embedded database.
    pub(crate) fn server_url(&self) -> Option<&str> {
        match self {
            Self::Url {
                url,
                direct_url,
                folder: None,
            } => Some(direct_url.as_deref().unwrap_or(url)),
            _ => None,
        }
    }

    /// The folder of the secrets of an embedded database; `None` for a server.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Url { folder, .. } => folder.as_deref(),
            Self::DataFolder(folder) => Some(folder),
        }
    }

    /// The file of an embedded database; `None` for a server.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Url { url, .. } => {
                let url = DatabaseUrl::parse(url).ok()?;
                url.file().map(Path::to_owned)
            }
            Self::DataFolder(folder) => Some(folder.join("korotko.db")),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Database(…)")
    }
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailConfig(…)")
    }
}
