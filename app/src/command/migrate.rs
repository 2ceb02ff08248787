use clap::Subcommand;

use super::CommandError;
use crate::config::Database;
use crate::ports;

/// What to do with the database's schema.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Apply the pending migrations
    Up,
    /// Revert the last migrations; their data is lost
    Down {
        /// How many
        #[arg(default_value_t = 1)]
        steps: u32,
    },
    /// Show which are applied
    Status,
}

pub(super) async fn run(command: &MigrateCommand, database: &Database) -> Result<(), CommandError> {
    let store = ports::store(database).await?;
    match command {
        MigrateCommand::Up => tell("applied", &store.migrate_up().await?),
        MigrateCommand::Down { steps } => tell("reverted", &store.migrate_down(*steps).await?),
        MigrateCommand::Status => {
            for step in store.migration_status().await? {
                let state = if step.applied { "applied" } else { "pending" };
                println!("{state}  {}", step.name);
            }
        }
    }
    Ok(())
}

fn tell(done: &str, names: &[String]) {
    if names.is_empty() {
        println!("nothing to do");
    }
    for name in names {
        println!("{done}  {name}");
    }
}
