//! API keys: long-lived credentials of programs, each limited to scopes.

mod authenticate;
mod create;
mod delete;
mod entity;
mod list;
mod read;
mod record_use;
mod scope;
mod secret;
#[cfg(test)]
mod tests;

pub use authenticate::AuthenticatedKey;
pub use create::{CreateKeyError, CreatedKey, NewKey};
pub use entity::{ApiKey, KeyHash, KeyName};
pub use record_use::KeyUse;
pub use scope::{KeyScope, KeyScopes};
pub use secret::KeySecret;

pub use crate::recorded_use::USE_INTERVAL;

use crate::id::KeyId;
use crate::limits::Limits;
use crate::ports::Ports;
use crate::recorded_use::UseRecorder;

/// The use cases of API keys.
#[derive(Debug, Clone)]
pub struct Keys {
    ports: Ports,
    limits: Limits,
    recorder: UseRecorder<KeyId>,
}

impl Keys {
    /// Creates the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports, limits: Limits) -> Self {
        Self {
            ports,
            limits,
            recorder: UseRecorder::default(),
        }
    }
}
