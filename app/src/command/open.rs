use korotko_core::Korotko;

use super::CommandError;
use crate::application::StartError;
use crate::config::Config;
use crate::ports;

/// The use cases without a socket, on a database that is up to date. The default public URL is that of the listen address.
pub(super) async fn korotko(config: &Config) -> Result<Korotko, CommandError> {
    let store = ports::store(&config.database).await?;
    let pending = store.pending().await?;
    if !pending.is_empty() {
        return Err(StartError::Pending(pending.join(", ")).into());
    }
    let ports = ports::all(config, store)?;
    let settings = config.settings(config.listen.port());
    let korotko = Korotko::new(ports, settings.map_err(StartError::from)?);
    Ok(korotko.map_err(StartError::from)?)
}
