//! The command line.

mod archive;
mod atomic_file;
mod backup;
mod backup_error;
mod cli;
mod clicks;
mod error;
mod export;
mod healthcheck;
mod import;
mod jobs;
mod migrate;
mod open;
mod openapi;
mod print;
mod restore;
mod restore_error;
mod serve;
mod signals;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use cli::{Cli, Command};
use error::CommandError;
pub use openapi::document;
use print::{note, print};

use crate::composition::{Config, Database, system};
use crate::config::{Args, ConfigErrors, Environment, Purpose};

/// Runs the command line. The exit code is 0, 2 if the configuration is invalid, or 1 for any other failure.
pub async fn run() -> ExitCode {
    let cli = Cli::read(is_empty);
    match execute(&cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The log comes before the error.
            crate::output::finish();
            let causes = crate::http::problem::causes(&error);
            note(&format!("korotko: {causes}"));
            ExitCode::from(if error.is_config_error() { 2 } else { 1 })
        }
    }
}

async fn execute(cli: &Cli) -> Result<(), CommandError> {
    let args = &cli.settings;
    // An invalid filter is reported with the other errors of the configuration; nothing is logged until then.
    let _ = crate::logging::start(&args.log);
    system::prepare().map_err(CommandError::Signal)?;
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => Box::pin(serve::serve(config(args, Purpose::Serve)?)).await,
        Command::Worker => serve::work(config(args, Purpose::Work)?).await,
        Command::Migrate(command) => {
            migrate::run(command, &Database::read(args, &environment())?).await
        }
        Command::Jobs(command) => jobs::run(command, &config(args, Purpose::Administer)?).await,
        Command::Clicks(command) => clicks::run(command, args),
        Command::Import(command) => import::run(command, &config(args, Purpose::Administer)?).await,
        Command::Export(command) => export::run(command, &config(args, Purpose::Administer)?).await,
        Command::Backup(command) => Box::pin(backup::run(command, args, &environment())).await,
        Command::Restore(command) => Box::pin(restore::run(command, args, &environment())).await,
        Command::Openapi => openapi::run(),
        Command::Healthcheck => healthcheck::run(&args.listen).await,
    }
}

fn config(args: &Args, purpose: Purpose) -> Result<Config, ConfigErrors> {
    Config::read(args, &environment(), purpose)
}

/// Invalid UTF-8 is replaced, so that such a value is refused and not ignored.
#[allow(
    clippy::disallowed_methods,
    reason = "the only place that reads environment variables"
)]
fn environment() -> Environment {
    let lossy = |text: OsString| text.to_string_lossy().into_owned();
    Environment::new(std::env::vars_os().map(|(name, value)| (lossy(name), lossy(value))))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the only place that reads environment variables"
)]
fn is_empty(name: &OsStr) -> bool {
    std::env::var_os(name).is_some_and(|value| value.is_empty())
}
