use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

use crate::command::{JobsCommand, MigrateCommand};

/// What cannot be a flag, because every user of a machine can read the arguments of its programs.
const SECRETS: &str = "\
Secrets, and URLs that may carry a password, are variables only; each may also be given as <NAME>_FILE, the path of a file:
  KOROTKO_DATABASE_URL  postgres://user:password@host/database, or sqlite:path
                        [default: the file korotko.db in the data folder]
  KOROTKO_SMTP_URL      smtps://user:password@host, or smtp://… with STARTTLS
                        [default: mails are written to the mail folder]
  KOROTKO_JWT_SECRET    base64 of 32 random bytes or more (openssl rand -base64 32);
                        several, separated by commas: the first signs, all verify
  KOROTKO_EMAIL_SECRET  likewise, another one
                        [both are made and kept in the data folder when the database is embedded]";

/// A URL shortener with accounts, an HTTP API and a Swagger UI.
#[derive(Debug, Parser)]
#[command(name = "korotko", version, after_help = SECRETS, max_term_width = 120)]
pub struct Args {
    /// What to do; to serve, when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Address and port to listen on
    #[arg(
        long,
        global = true,
        env = "KOROTKO_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: String,

    /// URL under which the world reaches this service [default: <http://localhost:PORT>]
    #[arg(long, global = true, env = "KOROTKO_PUBLIC_URL")]
    pub public_url: Option<String>,

    /// Folder for the embedded database, its secrets and the mails
    #[arg(
        long,
        global = true,
        env = "KOROTKO_DATA_DIR",
        default_value = "./korotko-data"
    )]
    pub data_dir: PathBuf,

    /// Sender of the mails
    #[arg(
        long,
        global = true,
        env = "KOROTKO_MAIL_FROM",
        default_value = "Korotko <korotko@localhost>"
    )]
    pub mail_from: String,

    /// Folder for mails when there is no mail server [default: mails in the data folder]
    #[arg(long, global = true, env = "KOROTKO_MAIL_DIR")]
    pub mail_dir: Option<PathBuf>,

    /// Send mails, and the password of the mail server, in plaintext to another host than this one
    #[arg(long, global = true, env = "KOROTKO_SMTP_ALLOW_PLAINTEXT", action = ArgAction::SetTrue)]
    pub smtp_allow_plaintext: bool,

    /// How long an access token works: up to 1h
    #[arg(long, global = true, env = "KOROTKO_ACCESS_TTL", default_value = "1h")]
    pub access_ttl: String,

    /// How long a refresh token works: up to 1d
    #[arg(long, global = true, env = "KOROTKO_REFRESH_TTL", default_value = "1d")]
    pub refresh_ttl: String,

    /// Addresses or networks of the proxies in front, separated by commas: their X-Forwarded-For is believed
    #[arg(
        long,
        global = true,
        env = "KOROTKO_TRUSTED_PROXIES",
        default_value = ""
    )]
    pub trusted_proxies: String,

    /// Whether to apply pending migrations before serving; if not, to refuse to serve while there are any
    #[arg(long, global = true, env = "KOROTKO_MIGRATE", default_value_t = true, action = ArgAction::Set)]
    pub migrate: bool,

    /// Whether to carry out deferred work, such as mails, beside serving
    #[arg(long, global = true, env = "KOROTKO_WORKER", default_value_t = true, action = ArgAction::Set)]
    pub worker: bool,

    /// What to log: a level, or a filter such as info,korotko=debug
    #[arg(long, global = true, env = "KOROTKO_LOG", default_value = "info")]
    pub log: String,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer requests (the default)
    Serve,
    /// Carry out deferred work, such as mails, and nothing else
    Worker,
    /// Change the database's schema
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Look at deferred work
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Print the OpenAPI document
    Openapi,
    /// Ask the service at the listen address whether it is ready; exit 0 if so
    Healthcheck,
}
