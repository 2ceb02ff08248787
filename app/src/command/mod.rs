//! The command line.

mod export;
mod healthcheck;
mod import;
mod jobs;
mod migrate;
mod open;
mod openapi;
mod serve;
mod signals;
mod whole_file;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::process::ExitCode;

pub use export::ExportCommand;
pub use import::ImportCommand;
pub use jobs::JobsCommand;
use korotko_core::user::FindUserError;
use korotko_seaorm::ConnectError;
pub use migrate::MigrateCommand;
pub use openapi::document;

use crate::application::StartError;
use crate::config::{Args, Command, Config, Database, Environment, Mistakes, Purpose};
use crate::ports::SetUpError;

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] Mistakes),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Migrate(#[from] korotko_seaorm::MigrateError),
    #[error(transparent)]
    RetryJob(#[from] korotko_core::job::RetryJobError),
    #[error(transparent)]
    Store(#[from] korotko_core::ports::StoreError),
    #[error("signals cannot be listened to")]
    Signal(#[source] io::Error),
    #[error("the output cannot be written")]
    Print(#[source] io::Error),
    #[error("{0}")]
    NotReady(String),
    #[error("--user {0}")]
    NoAddress(String),
    #[error(transparent)]
    FindUser(FindUserError),
    #[error(transparent)]
    Import(#[from] korotko_core::link::ImportError),
    #[error("{path} cannot be read")]
    ReadFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path} cannot be written")]
    WriteFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path}: {why}")]
    Unreadable { path: String, why: String },
    #[error("{refused} of {rows} rows were refused")]
    RowsRefused { refused: usize, rows: usize },
}

impl CommandError {
    /// Whether what is wrong is the configuration, and not the world.
    fn is_mistake(&self) -> bool {
        match self {
            Self::Config(_) | Self::NoAddress(_) => true,
            Self::SetUp(error) | Self::Start(StartError::SetUp(error)) => {
                use ConnectError::{Malformed, NoFile, Scheme};
                matches!(error, SetUpError::Database(Malformed(_) | NoFile | Scheme))
            }
            _ => false,
        }
    }
}

/// Does what the arguments say. Exits with 0, with 2 when the configuration is wrong, else with 1.
pub async fn run() -> ExitCode {
    let args = Args::read(is_empty);
    match carry_out(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What led to it comes first.
            crate::output::finish();
            note(&format!("korotko: {}", crate::problem::causes(&error)));
            ExitCode::from(if error.is_mistake() { 2 } else { 1 })
        }
    }
}

async fn carry_out(args: &Args) -> Result<(), CommandError> {
    // A filter that is none is told with all other mistakes, and until then there is nothing to log.
    let _ = crate::logging::begin(&args.log);
    crate::system::prepare().map_err(CommandError::Signal)?;
    match args.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => Box::pin(serve::serve(config(args, Purpose::Serve)?)).await,
        Command::Worker => serve::work(config(args, Purpose::Work)?).await,
        Command::Migrate(command) => {
            migrate::run(command, &Database::read_alone(args, &environment())?).await
        }
        Command::Jobs(command) => jobs::run(command, &config(args, Purpose::Look)?).await,
        Command::Import(command) => import::run(command, &config(args, Purpose::Look)?).await,
        Command::Export(command) => export::run(command, &config(args, Purpose::Look)?).await,
        Command::Openapi => openapi::run(),
        Command::Healthcheck => healthcheck::run(&args.listen).await,
    }
}

/// Prints a line. A reader that hangs up, as `head` does, has seen enough.
fn print(line: &str) -> Result<(), CommandError> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CommandError::Print(error)),
        _ => Ok(()),
    }
}

/// Tells a person in passing. Nobody may be listening, which changes nothing.
fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn config(args: &Args, purpose: Purpose) -> Result<Config, Mistakes> {
    Config::read(args, &environment(), purpose)
}

/// What is not UTF-8 is given as good as it can be, so that it is refused and not overlooked.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the process's variables"
)]
fn environment() -> Environment {
    let lossy = |text: OsString| text.to_string_lossy().into_owned();
    Environment::new(std::env::vars_os().map(|(name, value)| (lossy(name), lossy(value))))
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the process's variables"
)]
fn is_empty(name: &OsStr) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}
