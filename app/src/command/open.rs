use std::sync::Arc;

use korotko_core::ports::{HostLists, NoHostLists};
use korotko_core::{Korotko, Settings};
use korotko_seaorm::SeaStore;

use super::error::CommandError;
use crate::composition::{Config, StartError, adapters, host_lists};
use crate::metrics::Metrics;

/// The use cases without a server, and their store.
pub(super) struct Opened {
    pub(super) korotko: Box<Korotko>,
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

/// Opens an existing, migrated database. The default public URL is derived from the listen address. No lists of hosts are loaded,
/// which may take seconds.
pub(super) async fn korotko(config: &Config) -> Result<Opened, CommandError> {
    Box::pin(open(config, Arc::new(NoHostLists))).await
}

/// The same with lists of hosts, for a command that creates links.
pub(super) async fn with_host_lists(config: &Config) -> Result<Opened, CommandError> {
    let lists = host_lists::load(&config.abuse.host_lists).await?;
    Box::pin(open(config, lists)).await
}

async fn open(config: &Config, lists: Arc<dyn HostLists>) -> Result<Opened, CommandError> {
    let store = Arc::new(adapters::existing_store(&config.database).await?);
    let pending = store.pending().await?;
    if !pending.is_empty() {
        store.close().await?;
        return Err(StartError::Pending(pending.join(", ")).into());
    }
    // A command has no client that waits, so it may take longer.
    let mut metrics = Metrics::new();
    let work = Arc::new(store.for_work());
    let ports = adapters::without_clicks(config, work, lists, &mut metrics)?;
    let settings = config.settings(config.listen.port());
    let settings = Settings {
        // An operator is not limited.
        rate_limits: None,
        ..settings.map_err(StartError::from)?
    };
    let korotko = Korotko::new(ports, settings);
    let korotko = Box::new(korotko.map_err(StartError::from)?);
    Ok(Opened {
        korotko,
        metrics,
        store,
    })
}
