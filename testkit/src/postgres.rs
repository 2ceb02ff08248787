//! Throw-away PostgreSQL databases.

use std::process::{Command, id};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::OnceCell;

const SERVER: &str = "KOROTKO_TEST_POSTGRES_URL";

/// An empty database on the server that `KOROTKO_TEST_POSTGRES_URL` names; deleted on drop.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// Creates a database with a unique name. Panics when there is no server: a test never passes without one.
    pub fn create() -> Self {
        // template1 cannot be copied while anybody is connected to it; nobody can connect to template0.
        Self::copy_of("template0")
    }

    /// A copy of a database with a schema, which `migrate` creates at the URL that it is given, once in this process: much faster
    /// than creating it for each test. `migrate` must leave no connection.
    pub async fn migrated(migrate: impl AsyncFnOnce(String)) -> Self {
        static TEMPLATE: OnceCell<TestDatabase> = OnceCell::const_new();
        let create = async || {
            let template = Self::create();
            migrate(template.url()).await;
            template
        };
        Self::copy_of(&TEMPLATE.get_or_init(create).await.name)
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the tests' server is no setting of the program"
    )]
    fn copy_of(template: &str) -> Self {
        let server = std::env::var(SERVER).unwrap_or_else(|_| {
            panic!(
                "{SERVER} is not set: run ./scripts/test.sh, which starts a PostgreSQL of its own"
            )
        });
        let name = unique_name();
        let created = psql(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        created.unwrap_or_else(|message| panic!("psql could not create a database: {message}"));
        Self { server, name }
    }

    /// The URL of this database.
    pub fn url(&self) -> String {
        with_database(&self.server, &self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A database that is left behind harms no other test.
        let _ = psql(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        );
    }
}

#[allow(clippy::disallowed_methods, reason = "a name, not a time")]
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("korotko_test_{}_{}_{count}", now.as_micros(), id())
}

/// Runs one statement on the database at `url`; returns its rows, or psql's error.
pub fn psql(url: &str, statement: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--no-password"])
        .args(["--tuples-only", "--no-align"])
        .args(["--set", "ON_ERROR_STOP=1", "--command", statement, url])
        .env("PGOPTIONS", "-c client_min_messages=warning")
        .output()
        .map_err(|error| format!("cannot start psql: {error}"))?;
    if output.status.success() {
        let rows = String::from_utf8_lossy(&output.stdout);
        return Ok(rows.trim().to_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The URL of another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = match server.split_once('?') {
        Some((address, query)) => (address, format!("?{query}")),
        None => (server, String::new()),
    };
    let host = address.find("://").map_or(0, |at| at + "://".len());
    let end = address[host..]
        .find('/')
        .map_or(address.len(), |at| host + at);
    format!("{}/{name}{query}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_name_in_the_url_is_replaced() {
        for (server, expected) in [
            ("postgres://a@h:5/postgres", "postgres://a@h:5/x"),
            ("postgres://a:b@h", "postgres://a:b@h/x"),
            (
                "postgres://h/?sslmode=disable",
                "postgres://h/x?sslmode=disable",
            ),
        ] {
            assert_eq!(with_database(server, "x"), expected);
        }
    }

    #[test]
    fn a_database_exists_until_it_is_dropped() {
        let database = TestDatabase::create();
        let url = database.url();
        psql(&url, "CREATE TABLE t (id int)").unwrap();
        assert_eq!(psql(&url, "SELECT 1"), Ok("1".to_owned()));
        drop(database);
        assert!(psql(&url, "SELECT 1").is_err());
    }
}
