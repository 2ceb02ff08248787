//! PostgreSQL's client programs.

use std::io;
use std::process::Stdio;

use percent_encoding::percent_decode_str;
use tokio::process::Command;
use url::Url;

/// How these programs connect: by a URL that anybody on the machine may see, and a password.
#[derive(Clone)]
pub(crate) struct Connect {
    url: String,
    password: Option<String>,
}

/// Why a client program of PostgreSQL failed.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It is not installed.
    #[error(
        "{0} is not installed: install PostgreSQL's client programs, of the server's version or a newer one"
    )]
    Missing(&'static str),
    /// It could not be started.
    #[error("{program} cannot be started")]
    NotStarted {
        /// Its name.
        program: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// It failed.
    #[error("{program}: {message}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What it said.
        message: String,
    },
}

impl Connect {
    /// As a URL for the driver says, in the parameters of libpq; its `options` are left out.
    pub(crate) fn to(url: &Url) -> Self {
        let mut clean = url.clone();
        let mut password = url.password().map(decode);
        // There is none without a host.
        let _ = clean.set_password(None);
        clean.set_query(None);
        for (name, value) in url.query_pairs() {
            if name == "password" {
                password = Some(value.into_owned());
            } else if let Some(name) = parameter(&name) {
                clean.query_pairs_mut().append_pair(name, &value);
            }
        }
        // libpq takes a plus sign for itself.
        let query = clean.query().map(|query| query.replace('+', "%20"));
        clean.set_query(query.as_deref());
        Self {
            url: clean.into(),
            password,
        }
    }

    /// Runs a program with these arguments to its end.
    pub(crate) async fn run(
        &self,
        program: &'static str,
        arguments: &[String],
    ) -> Result<(), ProgramError> {
        let mut command = Command::new(program);
        command
            .arg(format!("--dbname={}", self.url))
            .arg("--no-password")
            .args(arguments)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        let ended = command
            .output()
            .await
            .map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => ProgramError::Missing(program),
                _ => ProgramError::NotStarted { program, source },
            })?;
        if ended.status.success() {
            return Ok(());
        }
        let message = String::from_utf8_lossy(&ended.stderr);
        let message = message.trim().to_owned();
        Err(ProgramError::Failed { program, message })
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The parameter of libpq for one of the driver, if it has that.
fn parameter(name: &str) -> Option<&'static str> {
    Some(match name {
        "sslmode" | "ssl-mode" => "sslmode",
        "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "sslrootcert",
        "sslcert" | "ssl-cert" => "sslcert",
        "sslkey" | "ssl-key" => "sslkey",
        "host" => "host",
        "hostaddr" => "hostaddr",
        "port" => "port",
        "dbname" => "dbname",
        "user" => "user",
        "application_name" => "application_name",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;

    fn connect(url: &str) -> Connect {
        Connect::to(&Url::parse(url).unwrap())
    }

    #[test]
    fn the_arguments_of_a_program_have_no_password() {
        for (url, clean) in [
            (
                "postgres://ann:p%2Fss@db:5433/k",
                "postgres://ann@db:5433/k",
            ),
            (
                "postgres://ann@db/k?password=p%2Fss&sslmode=require",
                "postgres://ann@db/k?sslmode=require",
            ),
        ] {
            let connect = connect(url);
            assert_eq!(connect.url, clean);
            assert_eq!(connect.password.as_deref(), Some("p/ss"));
        }
        assert_eq!(connect("postgres://ann@db/k").password, None);
    }

    #[test]
    fn parameters_are_those_of_libpq() {
        let url = "postgres:///k?host=%2Frun%2Fpg&ssl-ca=%2Fa%20b&statement-cache-capacity=0&options=-c%20a%3D1";
        let clean = "postgres:///k?host=%2Frun%2Fpg&sslrootcert=%2Fa%20b";
        assert_eq!(connect(url).url, clean);
    }

    #[tokio::test]
    async fn a_missing_program_is_reported_by_its_name() {
        let error = connect("postgres://ann@db/k").run("pg_nothing", &[]).await;
        let error = error.unwrap_err().to_string();
        assert!(error.contains("pg_nothing is not installed"), "{error}");
    }
}
