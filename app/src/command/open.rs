use korotko_core::Korotko;
use korotko_core::fault::Fault;
use korotko_core::id::UserId;
use korotko_core::user::FindUserError;

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
    let ports = ports::without_clicks(config, store)?;
    let settings = config.settings(config.listen.port());
    let korotko = Korotko::new(ports, settings.map_err(StartError::from)?);
    Ok(korotko.map_err(StartError::from)?)
}

/// Whose account an address is.
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
