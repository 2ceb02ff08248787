//! The command line.

mod healthcheck;
mod jobs;
mod migrate;
mod openapi;
mod serve;

use std::process::ExitCode;

use clap::Parser;
pub use jobs::JobsCommand;
pub use migrate::MigrateCommand;
pub use openapi::document;

use crate::application::StartError;
use crate::config::{Args, Command, Config, Database, Mistakes};
use crate::ports::SetUpError;

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] Mistakes),
    #[error("KOROTKO_LOG is not a filter such as info,korotko=debug")]
    Log(#[from] tracing_subscriber::filter::ParseError),
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
    Signal(#[from] std::io::Error),
    #[error("{0}")]
    NotReady(String),
    #[error("the worker needs the migrations {0}; apply them with `korotko migrate up`")]
    Pending(String),
}

/// Does what the arguments say. Exits with 0, with 2 when the configuration is wrong, else with 1.
pub async fn run() -> ExitCode {
    let args = Args::parse();
    match carry_out(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("korotko: {}", crate::problem::causes(&error));
            let misconfigured = matches!(error, CommandError::Config(_) | CommandError::Log(_));
            ExitCode::from(if misconfigured { 2 } else { 1 })
        }
    }
}

async fn carry_out(args: &Args) -> Result<(), CommandError> {
    crate::logging::begin(&args.log)?;
    match args.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => serve::serve(config(args)?).await,
        Command::Worker => serve::work(config(args)?).await,
        Command::Migrate(command) => {
            migrate::run(command, &Database::read_alone(args, &environment)?).await
        }
        Command::Jobs(command) => jobs::run(command, config(args)?).await,
        Command::Openapi => openapi::print(),
        Command::Healthcheck => healthcheck::ask(&args.listen).await,
    }
}

fn config(args: &Args) -> Result<Config, Mistakes> {
    Config::read(args, &environment)
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the process's variables"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
