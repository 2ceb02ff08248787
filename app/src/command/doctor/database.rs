use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::{MigrateError, SeaStore};

use super::finding::Finding;
use crate::composition::{Config, SetUpError, adapters};
use crate::http::problem::causes;

pub(super) const NAME: &str = "database";
pub(super) const MIGRATIONS: &str = "migrations";

const SERVER: &str = "check that the server runs and is reached from here, and user, password, database and sslmode in KOROTKO_DATABASE_URL";
const FILE: &str = "check that the user of the service may read and write the file and its folder";

/// Whether the database responds, is undamaged, and has the schema of this program; and the database, if it does.
pub(super) async fn check(config: &Config) -> (Vec<Finding>, Option<SeaStore>) {
    let store = match adapters::existing_store(&config.database).await {
        Ok(store) => store,
        Err(error) => return (unopened(config, &error), None),
    };
    let mut findings = vec![responds(config, &store).await];
    findings.push(migrations(config, &store).await);
    (findings, Some(store))
}

fn unopened(config: &Config, error: &SetUpError) -> Vec<Finding> {
    let message = causes(error);
    let finding = match error {
        SetUpError::NoDatabase(_) => {
            let advice = "`korotko serve` creates it; if there was one, check KOROTKO_DATA_DIR";
            Finding::warning(NAME, message, advice)
        }
        _ => Finding::failure(NAME, message, advice(config)),
    };
    let skipped = Finding::skipped(MIGRATIONS, "there is no database to ask");
    vec![finding, skipped]
}

fn advice(config: &Config) -> &'static str {
    if config.database.file().is_some() {
        FILE
    } else {
        SERVER
    }
}

async fn responds(config: &Config, store: &SeaStore) -> Finding {
    match store.check().await {
        // An outdated schema is for the other finding.
        Ok(()) | Err(StoreError::Internal(_)) => Finding::ok(NAME, "the database responds"),
        Err(error @ StoreError::Damaged(_)) => {
            let advice =
                "stop the service, restore the last backup, and replace the disk if it has errors";
            Finding::failure(NAME, causes(&error), advice)
        }
        Err(error) => Finding::failure(NAME, causes(&error), advice(config)),
    }
}

async fn migrations(config: &Config, store: &SeaStore) -> Finding {
    let pending = match store.pending().await {
        Ok(pending) => pending,
        Err(error @ MigrateError::NewerDatabase { .. }) => {
            let advice =
                "run the version of the program that migrated the database, or a newer one";
            return Finding::failure(MIGRATIONS, causes(&error), advice);
        }
        Err(error) => {
            return Finding::failure(MIGRATIONS, causes(&error), advice(config));
        }
    };
    if pending.is_empty() {
        return Finding::ok(MIGRATIONS, "all migrations are applied");
    }
    let message = format!("migrations are pending: {}", pending.join(", "));
    if config.migrate {
        let advice = "`korotko serve` applies them at its start; make a backup before";
        Finding::warning(MIGRATIONS, message, advice)
    } else {
        let advice = "apply them with `korotko migrate up`, since KOROTKO_MIGRATE is false";
        Finding::failure(MIGRATIONS, message, advice)
    }
}
