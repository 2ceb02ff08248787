use std::ffi::OsStr;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::backup::BackupCommand;
use super::clicks::ClicksCommand;
use super::export::ExportCommand;
use super::import::ImportCommand;
use super::jobs::JobsCommand;
use super::migrate::MigrateCommand;
use super::restore::RestoreCommand;
use crate::config::Args;

/// Settings that cannot be flags, because every user of a machine can read the arguments of its processes.
const SECRETS: &str = "\
Secrets, and URLs that may contain a password, are environment variables only:
  KOROTKO_DATABASE_URL  postgres://user:password@host:port/database?sslmode=..., or sqlite:path;
                        percent-encode special characters in user and password, such as / as %2F
                        [default: the file korotko.db in the data folder]
  KOROTKO_DATABASE_DIRECT_URL
                        the same PostgreSQL database without a transaction pooler
  KOROTKO_SMTP_URL      smtps://user:password@host:port, or smtp://... with STARTTLS; special
                        characters in user and password must be percent-encoded
                        [default: mails are written to a folder]
  KOROTKO_JWT_SECRET    standard base64 of at least 32 bytes (openssl rand -base64 32), or several
                        separated by commas: the first signs, all verify
  KOROTKO_EMAIL_SECRET  standard base64 of at least 32 bytes, different from KOROTKO_JWT_SECRET
                        [with SQLite both are created at the first start and kept in the data
                        folder; with PostgreSQL they are required]
To read one from a file, set <NAME>_FILE instead, such as KOROTKO_JWT_SECRET_FILE, to its path. An
empty variable counts as not set.";

/// The command line: a command and the settings.
#[derive(Debug, Parser)]
#[command(name = "korotko", version, about = "A URL shortener with accounts, an HTTP API and a Swagger UI", after_help = SECRETS, max_term_width = 120)]
pub(super) struct Cli {
    /// The command; `serve` by default.
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) settings: Args,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the service (default)
    Serve,
    /// Run jobs only, such as sending mails
    Worker,
    /// Show and change the schema of the database
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// List jobs, and retry failed ones
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Export the click archive
    #[command(subcommand)]
    Clicks(ClicksCommand),
    /// Import links from a CSV or JSON file
    Import(ImportCommand),
    /// Export the links of a user to a file
    Export(ExportCommand),
    /// Back up the database, the click log and, if asked, the secrets into one file, while the service runs
    Backup(BackupCommand),
    /// Restore a backup into an empty data folder, while no service runs
    Restore(RestoreCommand),
    /// Print the `OpenAPI` document
    #[command(about = "Print the OpenAPI document")]
    Openapi,
    /// Check whether the service at the listen address is ready; exit with 0 if so
    Healthcheck,
}

impl Cli {
    /// Parses the command line and the variables; ignores variables for which `is_empty` holds. Exits the process when they are invalid
    /// or ask for help.
    pub(super) fn read(is_empty: impl Fn(&OsStr) -> bool) -> Self {
        let command = Self::command().mut_args(|arg| {
            if arg.get_env().is_none() {
                return arg;
            }
            let setting = arg.global(true).hide_env_values(true);
            if setting.get_env().is_some_and(&is_empty) {
                setting.env(Resettable::Reset)
            } else {
                setting
            }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}
