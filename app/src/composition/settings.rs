//! What is put together, and how: all that was decided, checked.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::token::TokenSettings;
use korotko_core::{Limits, PublicUrl, PublicUrlError, Settings};
use korotko_seaorm::DatabaseUrl;
use korotko_tokio::HasherSettings;

use crate::api::mail_paths;
use crate::http::ForwardedBy;

/// All that is decided, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Under which the world reaches this service; `http://localhost:<port>` when it is not given.
    pub public_url: Option<PublicUrl>,
    /// Where the store is.
    pub database: Database,
    /// Where mails go.
    pub mail: MailConfig,
    /// How tokens are made.
    pub tokens: TokenSettings,
    /// How much one user may have.
    pub limits: Limits,
    /// Where clicks wait to be counted, and how long they are kept.
    pub clicks: ClickConfig,
    /// The proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// In which field they write it.
    pub forwarded_by: ForwardedBy,
    /// Whether `serve` applies the pending migrations; else it refuses to start when there are any.
    pub migrate: bool,
    /// Whether `serve` carries out deferred work too.
    pub worker: bool,
    /// For how long a service that is told to stop still takes requests.
    pub shutdown_grace: Duration,
    /// How passwords are hashed.
    pub hasher: HasherSettings,
}

impl Config {
    /// What the use cases need to know of it, where the service listens on `port`.
    pub(crate) fn settings(&self, port: u16) -> Result<Settings, PublicUrlError> {
        let public_url = match &self.public_url {
            Some(url) => url.clone(),
            None => PublicUrl::parse(&format!("http://localhost:{port}"))?,
        };
        Ok(Settings {
            limits: self.limits,
            ..Settings::new(public_url, self.tokens.clone(), mail_paths())
        })
    }
}

/// Where the store is. A URL may carry a password, so it is never shown.
#[derive(Clone)]
pub enum Database {
    /// A database that a URL names: `postgres://…` or `sqlite:…`.
    Url {
        /// The URL.
        url: String,
        /// Where the secrets of an embedded database are kept; `None` for a server.
        folder: Option<PathBuf>,
    },
    /// The embedded database in the data folder.
    DataFolder(PathBuf),
}

/// Where clicks wait, and how long they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClickConfig {
    /// The folder of the click log.
    pub folder: PathBuf,
    /// The most bytes that wait in it.
    pub limit_bytes: u64,
    /// The folder of counted clicks.
    pub archive: PathBuf,
    /// For how many days they are kept there.
    pub archive_days: u32,
}

/// Where mails go.
#[derive(Clone)]
pub enum MailConfig {
    /// To a mail server. Its URL may carry a password, so it is never shown.
    Smtp {
        /// `smtps://…` or `smtp://…`.
        url: String,
        /// The sender.
        from: String,
        /// Whether plaintext is allowed to another host than this one.
        allow_plaintext: bool,
    },
    /// Into a folder.
    Folder {
        /// Which.
        folder: PathBuf,
        /// The sender.
        from: String,
    },
}

impl Database {
    /// The folder that keeps the secrets of an embedded database; a server has none.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Url { folder, .. } => folder.as_deref(),
            Self::DataFolder(folder) => Some(folder),
        }
    }

    /// The file of an embedded database; a server has none.
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
