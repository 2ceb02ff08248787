//! `PgBouncer`, a pooler in front of the PostgreSQL server of the tests.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};

use reqwest::Url;
use tempfile::TempDir;

use crate::program::until;

/// Few sessions, so that each transaction of a client is often in another one.
const SESSIONS: usize = 4;

/// A running `PgBouncer` in transaction mode; killed when dropped.
pub struct PgBouncer {
    folder: TempDir,
    database: String,
    process: Child,
}

impl PgBouncer {
    /// A pooler in front of the database at this URL.
    pub async fn before(url: &str) -> Self {
        // Not in TMPDIR, which another user may not enter, or whose path may be too long for a socket.
        let folder = tempfile::tempdir_in("/tmp").expect("a folder");
        fs::write(folder.path().join("pgbouncer.ini"), settings(&folder, url)).expect("a file");
        // PgBouncer refuses to run as root, so it runs as PostgreSQL's user, who creates the socket.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("a folder");
        let process = Command::new("sh")
            .args(["-c", START])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .spawn()
            .expect("a shell");
        let database = Url::parse(url).expect("a URL").path().to_owned();
        let pooler = Self {
            folder,
            database,
            process,
        };
        let socket = pooler.folder.path().join(".s.PGSQL.6432");
        until("PgBouncer listens", async || {
            UnixStream::connect(&socket).is_ok()
        })
        .await;
        pooler
    }

    /// The URL of the database through the pooler.
    pub fn url(&self) -> String {
        let folder = self.folder.path().display();
        format!(
            "postgres://anybody@localhost{}?host={folder}&port=6432",
            self.database
        )
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        // It may have ended before.
        let _: std::io::Result<()> = self.process.kill();
        let _: std::io::Result<_> = self.process.wait();
    }
}

const START: &str = "
    PATH=$PATH:/usr/sbin
    [ $(id -u) -ne 0 ] || exec setpriv --reuid=postgres --regid=postgres --init-groups pgbouncer --quiet pgbouncer.ini
    exec pgbouncer --quiet pgbouncer.ini";

/// Everything else has the default of `PgBouncer`.
fn settings(folder: &TempDir, url: &str) -> String {
    let url = Url::parse(url).expect("a URL");
    let host = url.host_str().expect("a host");
    let port = url.port().unwrap_or(5432);
    let user = url.username();
    let password = url.password().map(|word| format!(" password='{word}'"));
    let password = password.unwrap_or_default();
    format!(
        "[databases]\n\
        * = host={host} port={port} user={user}{password}\n\
        [pgbouncer]\n\
        listen_addr =\n\
        listen_port = 6432\n\
        unix_socket_dir = {folder}\n\
        auth_type = any\n\
        pool_mode = transaction\n\
        default_pool_size = {SESSIONS}\n",
        folder = folder.path().display()
    )
}
