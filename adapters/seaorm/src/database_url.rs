use std::path::Path;

use sea_orm::sqlx;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use url::Url;

use crate::ConnectError;
use crate::client_programs::Connect;
use crate::server::PostgresServer;

/// The URL parameters that the PostgreSQL driver knows. It would log any other parameter with its value.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    STATEMENTS,
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// How many prepared statements a connection keeps. None at all means that a pooler is in between.
const STATEMENTS: &str = "statement-cache-capacity";

/// A parsed database URL, not connected yet.
pub struct DatabaseUrl {
    pub(crate) server: Server,
    /// How the client programs of PostgreSQL connect to it.
    pub(crate) connect: Option<Connect>,
    /// The names of unknown parameters.
    pub(crate) ignored: Vec<String>,
}

#[derive(Clone)]
pub(crate) enum Server {
    Sqlite(SqliteConnectOptions),
    Postgres(PostgresServer),
}

impl DatabaseUrl {
    /// Parses `sqlite:<path>` or `postgres://<user>:<password>@<host>/<database>?sslmode=…`.
    pub fn parse(url: &str) -> Result<Self, ConnectError> {
        if url.starts_with("sqlite:") {
            return Ok(Self {
                server: Server::Sqlite(sqlite(url)?),
                connect: None,
                ignored: Vec::new(),
            });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres(url);
        }
        Err(ConnectError::Scheme)
    }

    /// The file of a SQLite database.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.server {
            Server::Sqlite(file) => Some(file.get_filename()),
            Server::Postgres(_) => None,
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

fn sqlite(url: &str) -> Result<SqliteConnectOptions, ConnectError> {
    let file: SqliteConnectOptions = url.parse().map_err(malformed)?;
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    if in_memory || file.get_filename().as_os_str().is_empty() {
        return Err(ConnectError::NoFile);
    }
    Ok(file)
}

fn postgres(url: &str) -> Result<DatabaseUrl, ConnectError> {
    let mut url = Url::parse(url).map_err(|error| ConnectError::Malformed(error.into()))?;
    // An unencoded character of these ends a password early: its rest would be parsed as another part, and shown.
    let cut = url.fragment().is_some()
        || url.path().contains('@')
        || url.query().is_some_and(|query| query.contains('@'));
    if cut {
        let why = "special characters in user and password must be percent-encoded: / as %2F, ? as %3F, # as %23";
        return Err(ConnectError::Malformed(why.into()));
    }
    let ignored = drop_unknown_parameters(&mut url);
    let options = url.as_str().parse().map_err(malformed)?;
    let pooled = url
        .query_pairs()
        .any(|(name, value)| name == STATEMENTS && value == "0");
    Ok(DatabaseUrl {
        server: Server::Postgres(PostgresServer::new(options, pooled)),
        connect: Some(Connect::to(&url)),
        ignored,
    })
}

/// Removes unknown parameters, and returns their names.
fn drop_unknown_parameters(url: &mut Url) -> Vec<String> {
    let pairs = url.query_pairs().into_owned();
    let (known, unknown): (Vec<_>, Vec<_>) = pairs
        .partition(|(name, _)| PARAMETERS.contains(&name.as_str()) || name.starts_with("options["));
    if !unknown.is_empty() {
        url.query_pairs_mut().clear().extend_pairs(known);
    }
    unknown.into_iter().map(|(name, _)| name).collect()
}

/// The driver's message names the wrong part, and never shows a password.
fn malformed(error: sqlx::Error) -> ConnectError {
    ConnectError::Malformed(match error {
        sqlx::Error::Configuration(why) => why,
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;

    fn server(url: &str) -> PostgresServer {
        match DatabaseUrl::parse(url).unwrap().server {
            Server::Postgres(server) => server,
            Server::Sqlite(_) => unreachable!("{url}"),
        }
    }

    #[test]
    fn a_password_that_is_not_encoded_is_refused_and_not_shown() {
        for url in [
            "postgres://ann:hunter/2@db/korotko",
            "postgres://ann:12/hunter@db/korotko",
            "postgres://ann:12?hunter@db/korotko",
            "postgres://ann:12?a=hunter@db/korotko",
            "postgres://ann:p@ss?hunter=y@db/korotko",
            "postgres://ann:p@ss#hunter@db/korotko",
            "postgres://ann:hunter2",
            "postgres://ann:hunter2@db:port/korotko",
            "postgres://ann:%FFhunter@db/korotko",
            "postgres://ann:hunter2@db/korotko?port=hunter",
        ] {
            let error = DatabaseUrl::parse(url).unwrap_err();
            let mut text = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(deeper) = cause {
                text.push_str(&deeper.to_string());
                cause = deeper.source();
            }
            assert!(!text.contains("hunter"), "{url}: {text}");
        }
    }

    #[test]
    fn an_encoded_password_and_an_unknown_parameter_are_accepted() {
        let url = "postgres://ann:p%2F%3F%23%40@db:5433/korotko?connect_timeout=9&sslmode=require&options=-c%20a%3D1";
        let server = server(url).options;
        assert_eq!((server.get_host(), server.get_port()), ("db", 5433));
        assert_eq!(server.get_database(), Some("korotko"));
        assert_eq!(server.get_options(), Some("-c a=1"));
    }

    #[test]
    fn a_server_whose_statements_are_not_kept_is_behind_a_pooler() {
        for (query, pooled) in [("=0", true), ("=100", false)] {
            let url = format!("postgres://ann@db/korotko?statement-cache-capacity{query}");
            assert_eq!(server(&url).pooled, pooled);
        }
        assert!(!server("postgres://ann@db/korotko").pooled);
    }

    #[test]
    fn the_file_of_a_url_is_known_without_opening_it() {
        let url = DatabaseUrl::parse("sqlite:/data/korotko.db?mode=rwc").unwrap();
        assert_eq!(url.file(), Some(Path::new("/data/korotko.db")));
        for url in ["sqlite::memory:", "sqlite:", "sqlite:x?mode=memory"] {
            assert!(
                matches!(DatabaseUrl::parse(url), Err(ConnectError::NoFile)),
                "{url}"
            );
        }
    }
}
