//! The command line.

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
mod serve;
mod signals;
mod whole_file;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use cli::{Cli, Command};
use error::CommandError;
pub use openapi::document;
use print::{note, print};

use crate::composition::{Config, Database, system};
use crate::config::{Args, ConfigErrors, Environment, Purpose};

/// Does what the arguments say. Exits with 0, with 2 when the configuration is wrong, else with 1.
pub async fn run() -> ExitCode {
    let cli = Cli::read(is_empty);
    match carry_out(&cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What led to it comes first.
            crate::output::finish();
            let causes = crate::http::problem::causes(&error);
            note(&format!("korotko: {causes}"));
            ExitCode::from(if error.is_mistake() { 2 } else { 1 })
        }
    }
}

async fn carry_out(cli: &Cli) -> Result<(), CommandError> {
    let args = &cli.settings;
    // A filter that is none is told with all other mistakes, and until then there is nothing to log.
    let _ = crate::logging::begin(&args.log);
    system::prepare().map_err(CommandError::Signal)?;
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => Box::pin(serve::serve(config(args, Purpose::Serve)?)).await,
        Command::Worker => serve::work(config(args, Purpose::Work)?).await,
        Command::Migrate(command) => {
            migrate::run(command, &Database::read_alone(args, &environment())?).await
        }
        Command::Jobs(command) => jobs::run(command, &config(args, Purpose::Look)?).await,
        Command::Clicks(command) => clicks::run(command, args),
        Command::Import(command) => import::run(command, &config(args, Purpose::Look)?).await,
        Command::Export(command) => export::run(command, &config(args, Purpose::Look)?).await,
        Command::Openapi => openapi::run(),
        Command::Healthcheck => healthcheck::run(&args.listen).await,
    }
}

fn config(args: &Args, purpose: Purpose) -> Result<Config, ConfigErrors> {
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
