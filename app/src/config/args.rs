use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::command::{ExportCommand, ImportCommand, JobsCommand, MigrateCommand};

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

/// A URL shortener with accounts, an HTTP API and a Swagger UI.
#[derive(Debug, Parser)]
#[command(name = "korotko", version, after_help = SECRETS, max_term_width = 120, next_help_heading = "Settings")]
pub struct Args {
    /// What to do; to serve, when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Where to listen; a name such as localhost is looked up, and port 0 takes a free one
    #[arg(
        long,
        global = true,
        env = "KOROTKO_LISTEN",
        hide_env_values = true,
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: String,

    #[arg(
        long,
        global = true,
        env = "KOROTKO_PUBLIC_URL",
        hide_env_values = true,
        value_name = "URL",
        help = "Under which URL the world reaches this service, the same for all nodes and workers [default: http://localhost:<PORT>]"
    )]
    pub public_url: Option<String>,

    /// Where the embedded database, its secrets and the mails are kept, and clicks until they are counted
    #[arg(
        long,
        global = true,
        env = "KOROTKO_DATA_DIR",
        hide_env_values = true,
        value_name = "FOLDER",
        default_value = "./korotko-data"
    )]
    pub data_dir: PathBuf,

    /// From whom the mails are
    #[arg(
        long,
        global = true,
        env = "KOROTKO_MAIL_FROM",
        hide_env_values = true,
        value_name = "MAILBOX",
        default_value = "Korotko <korotko@localhost>"
    )]
    pub mail_from: String,

    /// Where mails are written when there is no mail server [default: mails, in the data folder]
    #[arg(
        long,
        global = true,
        env = "KOROTKO_MAIL_DIR",
        hide_env_values = true,
        value_name = "FOLDER"
    )]
    pub mail_dir: Option<PathBuf>,

    /// Send mails, and the password of the mail server, in plaintext to another machine too
    #[arg(
        long,
        global = true,
        env = "KOROTKO_SMTP_ALLOW_PLAINTEXT",
        hide_env_values = true,
        value_name = "BOOL",
        // The flag alone is a yes.
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value = "false"
    )]
    pub smtp_allow_plaintext: String,

    /// How long an access token works, from 1s to 1h
    #[arg(
        long,
        global = true,
        env = "KOROTKO_ACCESS_TTL",
        hide_env_values = true,
        value_name = "TIME",
        default_value = "1h"
    )]
    pub access_ttl: String,

    /// How long a refresh token works, from 1s to 1d
    #[arg(
        long,
        global = true,
        env = "KOROTKO_REFRESH_TTL",
        hide_env_values = true,
        value_name = "TIME",
        default_value = "1d"
    )]
    pub refresh_ttl: String,

    /// The most links of one user, without those in the trash
    #[arg(
        long,
        global = true,
        env = "KOROTKO_LINKS_PER_USER",
        hide_env_values = true,
        value_name = "NUMBER",
        default_value = "100000"
    )]
    pub links_per_user: String,

    /// The most sets of links of one user
    #[arg(
        long,
        global = true,
        env = "KOROTKO_COLLECTIONS_PER_USER",
        hide_env_values = true,
        value_name = "NUMBER",
        default_value = "1000"
    )]
    pub collections_per_user: String,

    /// The most links in one set, with those in the trash
    #[arg(
        long,
        global = true,
        env = "KOROTKO_LINKS_PER_COLLECTION",
        hide_env_values = true,
        value_name = "NUMBER",
        default_value = "10000"
    )]
    pub links_per_collection: String,

    /// For how many days clicks are kept one by one, from 0 to 3650; what they add up to is kept for good
    #[arg(
        long,
        global = true,
        env = "KOROTKO_CLICK_RETENTION_DAYS",
        hide_env_values = true,
        value_name = "DAYS",
        default_value = "90"
    )]
    pub click_retention_days: String,

    /// The most MiB of clicks that wait in the data folder to be counted, as while the database is away
    #[arg(
        long,
        global = true,
        env = "KOROTKO_CLICK_LOG_MIB",
        hide_env_values = true,
        value_name = "NUMBER",
        default_value = "1024"
    )]
    pub click_log_mib: String,

    /// Addresses or networks of the proxies in front, separated by commas; their X-Forwarded-For is believed [default: none]
    #[arg(
        long,
        global = true,
        env = "KOROTKO_TRUSTED_PROXIES",
        hide_env_values = true,
        value_name = "LIST",
        default_value = "",
        hide_default_value = true
    )]
    pub trusted_proxies: String,

    /// Whether `serve` applies pending migrations; if not, it refuses to start while there are any
    #[arg(
        long,
        global = true,
        env = "KOROTKO_MIGRATE",
        hide_env_values = true,
        value_name = "BOOL",
        default_value = "true"
    )]
    pub migrate: String,

    /// Whether `serve` carries out deferred work too, such as mails; if not, run `korotko worker` beside it
    #[arg(
        long,
        global = true,
        env = "KOROTKO_WORKER",
        hide_env_values = true,
        value_name = "BOOL",
        default_value = "true"
    )]
    pub worker: String,

    /// For how long a service that is told to stop still takes requests, from 0s to 10m
    #[arg(
        long,
        global = true,
        env = "KOROTKO_SHUTDOWN_GRACE",
        hide_env_values = true,
        value_name = "TIME",
        default_value = "3s"
    )]
    pub shutdown_grace: String,

    /// What to log: a level, or a filter such as info,korotko=debug
    #[arg(
        long,
        global = true,
        env = "KOROTKO_LOG",
        hide_env_values = true,
        value_name = "FILTER",
        default_value = "info"
    )]
    pub log: String,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
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

impl Args {
    /// What the command line and the variables say, where a variable for which `is_empty` holds says nothing. Ends the
    /// process when they cannot be understood, or ask for help.
    #[must_use]
    pub fn read(is_empty: impl Fn(&OsStr) -> bool) -> Self {
        let command = Self::command().mut_args(|arg| {
            if arg.get_env().is_some_and(&is_empty) {
                arg.env(Resettable::Reset)
            } else {
                arg
            }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}
