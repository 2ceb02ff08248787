use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use chrono::TimeDelta;

use super::{ApiKey, Keys};
use crate::id::KeyId;
use crate::ports::{StoreError, Timestamp};

/// How often the use of a key is recorded at most.
pub const USE_INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// A use of a key that is to be recorded. Until it is dropped, this process records no other use of the key.
#[derive(Debug)]
pub struct KeyUse {
    keys: Keys,
    key: KeyId,
    at: Timestamp,
}

impl Keys {
    /// The use of a key now, if it is to be recorded: none was for [`USE_INTERVAL`], and none is being recorded. Recording is
    /// left to the caller, who may do it where no request waits for it.
    #[must_use]
    pub fn use_to_record(&self, key: &ApiKey) -> Option<KeyUse> {
        let at = self.ports.clock.now();
        let due = key
            .last_used_at
            .is_none_or(|last| last + USE_INTERVAL <= at);
        (due && self.recording().insert(key.id)).then(|| KeyUse {
            keys: self.clone(),
            key: key.id,
            at,
        })
    }

    fn recording(&self) -> MutexGuard<'_, HashSet<KeyId>> {
        let recording = self.recording.lock();
        recording.unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyUse {
    /// Records the use, unless another process has recorded one within [`USE_INTERVAL`], or the key was deleted.
    #[tracing::instrument(name = "keys.record_use", skip_all)]
    pub async fn record(self) -> Result<(), StoreError> {
        let unit = self.keys.ports.store.begin().await?;
        let unless_after = self.at - USE_INTERVAL;
        let keys = unit.keys();
        if keys.record_use(self.key, self.at, unless_after).await? {
            unit.commit().await?;
        }
        Ok(())
    }
}

impl Drop for KeyUse {
    fn drop(&mut self) {
        self.keys.recording().remove(&self.key);
    }
}
