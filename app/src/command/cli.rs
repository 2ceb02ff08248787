use std::ffi::OsStr;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::clicks::ClicksCommand;
use super::export::ExportCommand;
use super::import::ImportCommand;
use super::jobs::JobsCommand;
use super::migrate::MigrateCommand;
use crate::config::Args;

/// What cannot be a flag, because every user of a machine can read the arguments of its programs.
const SECRETS: &str = "\
Secrets, and URLs that may carry a password, are variables only:
  KOROTKO_DATABASE_URL  postgres://user:password@host:port/database?sslmode=..., or sqlite:path;
                        special characters in user and password percent-encoded, as / by %2F
                        [default: the file korotko.db in the data folder]
  KOROTKO_SMTP_URL      smtps://user:password@host:port, or smtp://... with STARTTLS; special
                        characters in user and password percent-encoded
                        [default: mails are written into a folder]
  KOROTKO_JWT_SECRET    standard base64 of 32 bytes or more (openssl rand -base64 32); or a list,
                        separated by commas: the first signs, all verify
  KOROTKO_EMAIL_SECRET  standard base64 of 32 bytes or more; one alone, different from all of
                        KOROTKO_JWT_SECRET
                        [with SQLite both are made at the first start, and kept in the data folder;
                        with PostgreSQL they must be given]
Each may instead be given as <NAME>_FILE, such as KOROTKO_JWT_SECRET_FILE: the path of a file that
holds it, with or without a line break. A variable that is empty counts as not set.";

/// The command line: what to do, and the settings.
#[derive(Debug, Parser)]
#[command(name = "korotko", version, about = "A URL shortener with accounts, an HTTP API and a Swagger UI", after_help = SECRETS, max_term_width = 120)]
pub(super) struct Cli {
    /// What to do; to serve, when nothing is said.
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) settings: Args,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Answer requests (the default)
    Serve,
    /// Carry out deferred work, such as mails, and nothing else
    Worker,
    /// Look at the database's schema, and change it
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Look at deferred work, and run again what was given up
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Read the clicks that are kept one by one
    #[command(subcommand)]
    Clicks(ClicksCommand),
    /// Bring in links from a file of CSV or JSON
    Import(ImportCommand),
    /// Write the links of a user into a file
    Export(ExportCommand),
    /// Print the `OpenAPI` document
    #[command(about = "Print the OpenAPI document")]
    Openapi,
    /// Ask the service at the listen address whether it is ready; exit with 0 if so
    Healthcheck,
}

impl Cli {
    /// What the command line and the variables say, where a variable for which `is_empty` holds says nothing. Ends the
    /// process when they cannot be understood, or ask for help.
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
