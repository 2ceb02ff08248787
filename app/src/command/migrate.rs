use clap::Subcommand;
use korotko_seaorm::{MigrationStatus, SeaStore};

use super::error::CommandError;
use super::print::print;
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
    },
    /// List applied and pending migrations
    Status,
}

pub(super) async fn run(command: &MigrateCommand, database: &Database) -> Result<(), CommandError> {
    let store = match command {
        MigrateCommand::Up => adapters::store(database).await?,
        _ => match adapters::existing_store(database).await {
            Err(SetUpError::NoDatabase(_)) => return execute_without_database(command),
            store => store?,
        },
    };
    let done = execute(command, &store).await;
    store.close().await?;
    done
}

async fn execute(command: &MigrateCommand, store: &SeaStore) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Up => report("applied", &store.migrate_up().await?),
        MigrateCommand::Down { steps } => report("reverted", &store.migrate_down(*steps).await?),
        MigrateCommand::Status => show(&store.migration_status().await?),
    }
}

/// Without a database, all migrations are pending.
fn execute_without_database(command: &MigrateCommand) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Status => show(&SeaStore::migrations()),
        MigrateCommand::Up | MigrateCommand::Down { .. } => report("reverted", &[]),
    }
}

fn show(steps: &[MigrationStatus]) -> Result<(), CommandError> {
    steps.iter().try_for_each(|step| {
        let state = if step.applied { "applied" } else { "pending" };
        print(&format!("{state}  {}", step.name))
    })
}

fn report(done: &str, names: &[String]) -> Result<(), CommandError> {
    if names.is_empty() {
        return print("nothing to do");
    }
    names
        .iter()
        .try_for_each(|name| print(&format!("{done}  {name}")))
}
