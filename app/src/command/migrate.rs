use clap::Subcommand;
use korotko_seaorm::{MigrationStatus, SeaStore};

use super::error::CommandError;
use super::print::print;
use crate::composition::{Database, SetUpError, adapters};

/// What to do with the database's schema.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Apply the pending migrations
    Up,
    /// Revert the last migrations; the data in their tables is lost
    Down {
        /// How many
        #[arg(default_value_t = 1)]
        steps: u32,
    },
    /// Show which migrations are applied, and which are pending
    Status,
}

pub(super) async fn run(command: &MigrateCommand, database: &Database) -> Result<(), CommandError> {
    let store = match command {
        MigrateCommand::Up => adapters::store(database).await?,
        _ => match adapters::existing_store(database).await {
            Err(SetUpError::NoDatabase(_)) => return of_nothing(command),
            store => store?,
        },
    };
    let done = carry_out(command, &store).await;
    store.close().await?;
    done
}

async fn carry_out(command: &MigrateCommand, store: &SeaStore) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Up => tell("applied", &store.migrate_up().await?),
        MigrateCommand::Down { steps } => tell("reverted", &store.migrate_down(*steps).await?),
        MigrateCommand::Status => show(&store.migration_status().await?),
    }
}

/// A database that is not there lacks everything.
fn of_nothing(command: &MigrateCommand) -> Result<(), CommandError> {
    match command {
        MigrateCommand::Status => show(&SeaStore::migrations()),
        MigrateCommand::Up | MigrateCommand::Down { .. } => tell("reverted", &[]),
    }
}

fn show(steps: &[MigrationStatus]) -> Result<(), CommandError> {
    steps.iter().try_for_each(|step| {
        let state = if step.applied { "applied" } else { "pending" };
        print(&format!("{state}  {}", step.name))
    })
}

fn tell(done: &str, names: &[String]) -> Result<(), CommandError> {
    if names.is_empty() {
        return print("nothing to do");
    }
    names
        .iter()
        .try_for_each(|name| print(&format!("{done}  {name}")))
}
