//! Where a program under test keeps its things: a data folder, and one of the two databases.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use korotko_testkit::TestDatabase;
use tempfile::TempDir;

use crate::program::Program;

/// Makes of each `async fn(Home)` two tests: `name::sqlite` and `name::postgresql`.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name($crate::home::Home::sqlite()).await;
            }

            #[tokio::test]
            async fn postgresql() {
                super::$name($crate::home::Home::postgres()).await;
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// base64 of 32 bytes.
pub const JWT_SECRET: &str = "and0LXNlY3JldC1vZi0zMi1ieXRlcy0wMDAwMDAwMDE=";
/// Another one.
pub const OTHER_JWT_SECRET: &str = "and0LXNlY3JldC1vZi0zMi1ieXRlcy0wMDAwMDAwMDI=";
/// A third one.
pub const EMAIL_SECRET: &str = "ZW1haWwtc2VjcmV0LW9mLTMyLWJ5dGVzLTAwMDAwMDE=";

/// The data folder and the database of one test; they go when this is dropped.
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

    /// The program in this home, with no more variables than its database asks for, and a free port.
    pub fn korotko(&self, arguments: &str) -> Program {
        let program = Program::new(arguments, self.folder.path())
            .with("LISTEN", "127.0.0.1:0")
            .with("SHUTDOWN_GRACE", "0s");
        match &self.postgres {
            None => program,
            Some(database) => program
                .with("DATABASE_URL", database.url())
                .with("JWT_SECRET", JWT_SECRET)
                .with("EMAIL_SECRET", EMAIL_SECRET),
        }
    }

    /// The URL of the PostgreSQL database.
    pub fn postgres_url(&self) -> String {
        self.postgres.as_ref().expect("PostgreSQL").url()
    }

    /// The data folder, which the program makes.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("korotko-data")
    }

    /// A file in the folder, with this content.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    }

    /// Runs a statement on the database, past the program; gives the first column of the first row, if there is one.
    pub fn sql(&self, statement: &str) -> String {
        match &self.postgres {
            Some(database) => {
                let flags = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c"];
                pipe(
                    Command::new("psql")
                        .args(flags)
                        .args([statement, &database.url()]),
                    "",
                )
            }
            None => pipe(
                Command::new("python3")
                    .args(["-", statement])
                    .arg(self.data().join("korotko.db")),
                "import sqlite3, sys\n\
                 with sqlite3.connect(sys.argv[2], timeout=30) as db:\n\
                 \x20   row = db.execute(sys.argv[1]).fetchone()\n\
                 \x20   print(row[0] if row else '')\n",
            ),
        }
    }
}

/// What a command prints that is given this input.
fn pipe(command: &mut Command, input: &str) -> String {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("psql and python3 are there");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("its end");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
