use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{Clock, NewsFeed, NewsListener};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use crate::database_url::{DatabaseUrl, Server};
use crate::news::{Lines, Sender, hear_nothing, listen_postgres, listen_sqlite};
use crate::{ConnectError, SeaStore};

/// The changes that all processes on one database announce.
///
/// On PostgreSQL it keeps two connections open while it listens.
pub struct SeaNews {
    source: Source,
    sender: Arc<Sender>,
}

enum Source {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<Lines>),
    /// A transaction pooler: a session in which the service listened would send its news to any client.
    Pooler,
}

impl SeaStore {
    /// The changes in this database. `direct_url` leads to the same PostgreSQL database without a transaction pooler,
    /// through which nothing can be heard.
    pub fn news(&self, direct_url: Option<&str>) -> Result<SeaNews, ConnectError> {
        let direct = direct_url.map(DatabaseUrl::parse).transpose()?;
        let source = match (&self.connections.server, direct.map(|url| url.server)) {
            (Server::Sqlite(file), _) => Source::Sqlite(Box::new(file.clone())),
            (Server::Postgres(server), Some(Server::Postgres(direct))) => {
                Source::Postgres(Box::new(Lines {
                    listening: direct.options.application_name("korotko"),
                    notifying: server.options.clone(),
                }))
            }
            (Server::Postgres(_), Some(Server::Sqlite(_))) => return Err(ConnectError::Scheme),
            (Server::Postgres(server), None) if server.pooled => Source::Pooler,
            (Server::Postgres(server), None) => Source::Postgres(Box::new(Lines {
                listening: server.options.clone(),
                notifying: server.options.clone(),
            })),
        };
        let sender = self.sender.clone();
        Ok(SeaNews { source, sender })
    }
}

#[async_trait]
impl NewsFeed for SeaNews {
    async fn listen(&self, clock: Arc<dyn Clock>, listener: Arc<dyn NewsListener>) {
        match &self.source {
            Source::Sqlite(file) => listen_sqlite(file, &*clock, &*listener).await,
            Source::Postgres(lines) => {
                listen_postgres(lines, &self.sender, &*clock, &*listener).await
            }
            Source::Pooler => hear_nothing().await,
        };
    }
}

impl fmt::Debug for SeaNews {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeaNews").finish_non_exhaustive()
    }
}
