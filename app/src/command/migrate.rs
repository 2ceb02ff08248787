use clap::Subcommand;
use korotko_core::Page;
use korotko_seaorm::{MigrationStatus, SeaStore};
use serde_json::json;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output};
use super::print::print;
use super::progress::Progress;
use crate::composition::{Database, SetUpError, adapters};

/// A command on migrations.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Apply pending migrations
    Up,
    /// Revert the last migrations; the data of their tables is lost
    Down {
        /// The number of migrations
        #[arg(default_value_t = 1)]
        steps: u32,

        #[command(flatten)]
        consent: Consent,
    },
    /// List applied and pending migrations
    Status {
        #[command(flatten)]
        output: Output,
    },
}

pub(super) async fn run(command: &MigrateCommand, database: &Database) -> Result<(), CommandError> {
    let store = match command {
        MigrateCommand::Up => adapters::store(database).await?,
        _ => match adapters::existing_store(database).await {
            Err(SetUpError::NoDatabase(_)) => return execute_without_database(command).await,
            store => store?,
        },
    };
    let done = execute(command, &store).await;
    store.close().await?;
    done
}

async fn execute(command: &MigrateCommand, store: &SeaStore) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Up => {
            let progress = Progress::unmeasured("applying migrations");
            let applied = store.migrate_up().await?;
            drop(progress);
            report("applied", &applied)
        }
        MigrateCommand::Down { steps, consent } => {
            let act = match steps {
                1 => "reverting the last migration with its data".to_owned(),
                steps => format!("reverting the last {steps} migrations with their data"),
            };
            consent.require(&act).await?;
            let progress = Progress::unmeasured("reverting migrations");
            let reverted = store.migrate_down(*steps).await?;
            drop(progress);
            report("reverted", &reverted)
        }
        MigrateCommand::Status { output } => show(&store.migration_status().await?, output).await,
    }
}

/// Without a database, all migrations are pending.
async fn execute_without_database(command: &MigrateCommand) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Status { output } => show(&SeaStore::migrations(), output).await,
        MigrateCommand::Up | MigrateCommand::Down { .. } => report("reverted", &[]),
    }
}

async fn show(steps: &[MigrationStatus], output: &Output) -> Result<(), CommandError> {
    let state = |step: &MigrationStatus| if step.applied { "applied" } else { "pending" };
    let columns = Columns {
        title: line("STATE", "MIGRATION"),
        line: |step: &MigrationStatus| line(state(step), &step.name),
        view: |step: &MigrationStatus| Some(json!({"migration": step.name, "state": state(step)})),
    };
    let all = async |_: Option<()>| {
        Ok(Page {
            items: steps.to_vec(),
            next: None,
        })
    };
    output.print(&columns, all).await
}

fn line(state: &str, migration: &str) -> String {
    format!("{state:8}  {migration}")
}

fn report(done: &str, names: &[String]) -> Result<(), CommandError> {
    if names.is_empty() {
        return print("nothing to do");
    }
    names.iter().try_for_each(|name| print(&line(done, name)))
}
