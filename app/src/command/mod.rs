//! The command line.

mod abuse_reports;
mod administer;
mod archive;
mod atomic_file;
mod audit_log;
mod backup;
mod backup_error;
mod cli;
mod clicks;
mod completions;
mod consent;
mod destination;
mod doctor;
mod error;
mod export;
mod healthcheck;
mod help;
mod import;
mod invitations;
mod jobs;
mod keys;
mod links;
mod list;
mod man;
mod migrate;
mod open;
mod openapi;
mod print;
mod progress;
mod report;
mod restore;
mod restore_error;
mod serve;
mod signals;
mod users;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::CommandFactory;
use cli::{Cli, Command};
use error::CommandError;
pub use openapi::document;
use print::note;

use crate::composition::{Config, Database, system};
use crate::config::{Args, ConfigErrors, Environment, Purpose};
use crate::traces::Traces;

/// Runs the command line. The exit code is 0, 2 if arguments or settings are invalid, or 1 for any other failure.
pub async fn run() -> ExitCode {
    let cli = Cli::read(is_empty);
    match execute(&cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The log comes before the error.
            crate::output::finish();
            let causes = crate::http::problem::causes(&error);
            note(&format!("korotko: {causes}"));
            ExitCode::from(if error.is_usage_error() { 2 } else { 1 })
        }
    }
}

async fn execute(cli: &Cli) -> Result<(), CommandError> {
    let traces = start_logging(cli);
    let executed = execute_logged(cli).await;
    traces.finish().await;
    executed
}

/// Starts the log, and the traces of what serves and works. Invalid settings of both are reported with the other errors of the
/// configuration; nothing is logged until then.
fn start_logging(cli: &Cli) -> Traces {
    let args = &cli.settings;
    let settings = crate::config::traces(&args.traces).filter(|_| cli.runs_for_long());
    let started = settings.map_or_else(|| Ok(Traces::off()), |settings| Traces::start(&settings));
    let (traces, failure) = match started {
        Ok(traces) => (traces, None),
        Err(cause) => (Traces::off(), Some(cause)),
    };
    let _ = crate::logging::start(&args.log, &traces);
    if let Some(cause) = failure {
        let text = "nothing is traced, because a variable of OpenTelemetry is invalid";
        tracing::error!(event = "traces_not_started", cause, "{text}");
    }
    traces
}

async fn execute_logged(cli: &Cli) -> Result<(), CommandError> {
    let args = &cli.settings;
    system::prepare().map_err(CommandError::Signal)?;
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => Box::pin(serve::serve(config(args, Purpose::Serve)?)).await,
        Command::Worker => serve::work(config(args, Purpose::Work)?).await,
        Command::Migrate(command) => {
            migrate::run(command, &Database::read(args, &environment())?).await
        }
        Command::Administer(command) => {
            Box::pin(administer::run(
                command,
                &config(args, Purpose::Administer)?,
            ))
            .await
        }
        Command::Clicks(command) => clicks::run(command, args),
        Command::Backup(command) => Box::pin(backup::run(command, args, &environment())).await,
        Command::Restore(command) => Box::pin(restore::run(command, args, &environment())).await,
        Command::Openapi => openapi::run(),
        Command::Doctor(command) => doctor::run(command, args, &environment()).await,
        Command::Healthcheck => healthcheck::run(&args.listen).await,
        Command::Completions(command) => completions::run(command, Cli::grammar()),
        Command::Man(command) => man::run(command, Cli::command()),
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
