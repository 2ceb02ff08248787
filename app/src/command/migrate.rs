use clap::Subcommand;

use super::{CommandError, print};
use crate::config::Database;
use crate::ports;

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
    let store = ports::store(database).await?;
    match command {
        MigrateCommand::Up => tell("applied", &store.migrate_up().await?),
        MigrateCommand::Down { steps } => tell("reverted", &store.migrate_down(*steps).await?),
        MigrateCommand::Status => store.migration_status().await?.iter().try_for_each(|step| {
            let state = if step.applied { "applied" } else { "pending" };
            print(&format!("{state}  {}", step.name))
        }),
    }
}

fn tell(done: &str, names: &[String]) -> Result<(), CommandError> {
    if names.is_empty() {
        return print("nothing to do");
    }
    names
        .iter()
        .try_for_each(|name| print(&format!("{done}  {name}")))
}
