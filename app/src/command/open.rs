use std::sync::Arc;

use korotko_core::fault::Fault;
use korotko_core::id::UserId;
use korotko_core::user::FindUserError;
use korotko_core::{Korotko, Settings};
use korotko_seaorm::SeaStore;

use super::error::CommandError;
use crate::composition::{Config, StartError, adapters};
use crate::metrics::Metrics;

/// The use cases without a server, and their store.
pub(super) struct Opened {
    pub(super) korotko: Korotko,
    /// The metrics of the adapters.
    pub(super) metrics: Metrics,
    store: Arc<SeaStore>,
}

impl Opened {
    /// Closes the database, so that SQLite leaves no temporary files.
    pub(super) async fn close(self) -> Result<(), CommandError> {
        Ok(self.store.close().await?)
    }
}

/// Opens an existing, migrated database. The default public URL is derived from the listen address.
pub(super) async fn korotko(config: &Config) -> Result<Opened, CommandError> {
    let store = Arc::new(adapters::existing_store(&config.database).await?);
    let pending = store.pending().await?;
    if !pending.is_empty() {
        store.close().await?;
        return Err(StartError::Pending(pending.join(", ")).into());
    }
    // A command has no client that waits, so it may take longer.
    let mut metrics = Metrics::new();
    let ports = adapters::without_clicks(config, Arc::new(store.for_work()), &mut metrics)?;
    let settings = config.settings(config.listen.port());
    let settings = Settings {
        // An operator is not limited.
        rate_limits: None,
        ..settings.map_err(StartError::from)?
    };
    let korotko = Korotko::new(ports, settings);
    let korotko = korotko.map_err(StartError::from)?;
    Ok(Opened {
        korotko,
        metrics,
        store,
    })
}

/// The account with this e-mail address.
pub(super) async fn owner(korotko: &Korotko, email: &str) -> Result<UserId, CommandError> {
    let found = korotko.users.find(email).await;
    let user = found.map_err(|error| match (&error, error.violations().first()) {
        (FindUserError::Invalid(_), Some(broken)) => {
            CommandError::NoAddress(broken.message.clone())
        }
        _ => CommandError::FindUser(error),
    })?;
    Ok(user.id)
}
