//! The data folder and the database of a program under test.

use std::path::PathBuf;
use std::process::Command;

use korotko_testkit::{TestDatabase, psql};
use tempfile::TempDir;

use crate::program::Program;

/// Defines two tests for each `async fn(Home)`: `name::sqlite` and `name::postgresql`, with its attributes.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            $(#[$attribute])*
            async fn sqlite() {
                super::$name($crate::home::Home::sqlite()).await;
            }

            #[tokio::test]
            $(#[$attribute])*
            async fn postgresql() {
                super::$name($crate::home::Home::postgres()).await;
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// base64 of 32 bytes.
pub const JWT_SECRET: &str = "and0LXNlY3JldC1vZi0zMi1ieXRlcy0wMDAwMDAwMDE=";
/// Another secret.
pub const OTHER_JWT_SECRET: &str = "and0LXNlY3JldC1vZi0zMi1ieXRlcy0wMDAwMDAwMDI=";
/// A third secret.
pub const EMAIL_SECRET: &str = "ZW1haWwtc2VjcmV0LW9mLTMyLWJ5dGVzLTAwMDAwMDE=";

/// The data folder and the database of a test; removed when dropped.
pub struct Home {
    folder: TempDir,
    postgres: Option<TestDatabase>,
}

impl Home {
    /// With the embedded database.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            folder,
            postgres: None,
        }
    }

    /// With a database on the PostgreSQL server of the tests.
    pub fn postgres() -> Self {
        Self {
            postgres: Some(TestDatabase::create()),
            ..Self::sqlite()
        }
    }

    /// The program in this home, with the variables that its database requires, and a free port.
    pub fn korotko(&self, arguments: &str) -> Program {
        let program = Program::new(arguments, self.folder.path())
            .with("LISTEN", "127.0.0.1:0")
            .with("SHUTDOWN_GRACE", "0s")
            .with("RATE_LIMITS", "off");
        match &self.postgres {
            None => program,
            Some(database) => program
                .with("DATABASE_URL", database.url())
                .with("JWT_SECRET", JWT_SECRET)
                .with("EMAIL_SECRET", EMAIL_SECRET),
        }
    }

    /// The name of its database.
    pub fn database(&self) -> &'static str {
        match self.postgres {
            Some(_) => "PostgreSQL",
            None => "SQLite",
        }
    }

    /// Whether the database is on a PostgreSQL server.
    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    /// The URL of the PostgreSQL database.
    pub fn postgres_url(&self) -> String {
        self.postgres.as_ref().expect("PostgreSQL").url()
    }

    /// The data folder, which the program creates.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("korotko-data")
    }

    /// A file in the folder, with this content.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    }

    /// Runs a statement directly on the database; returns the first column of the first row, if there is one.
    pub fn sql(&self, statement: &str) -> String {
        if let Some(database) = &self.postgres {
            return psql(&database.url(), statement).expect("a good statement");
        }
        let script = "import sqlite3, sys\n\
            with sqlite3.connect(sys.argv[2], timeout=30) as db:\n\
            \x20   row = db.execute(sys.argv[1]).fetchone()\n\
            \x20   print(row[0] if row else '')\n";
        let mut python = Command::new("python3");
        python.args(["-c", script, statement]);
        let ended = python.arg(self.data().join("korotko.db")).output();
        let ended = ended.expect("python3 is there");
        assert!(ended.status.success(), "{ended:?}");
        String::from_utf8_lossy(&ended.stdout).trim().to_owned()
    }
}
