use super::{ApiKey, Keys};
use crate::id::KeyId;
use crate::ports::StoreError;
use crate::recorded_use::BegunUse;

/// A use of a key that is to be recorded. Until it is dropped, this process records no other use of the key.
#[derive(Debug)]
pub struct KeyUse {
    keys: Keys,
    begun: BegunUse<KeyId>,
}

impl Keys {
    /// The use of a key now, if it is to be recorded: none was for [`USE_INTERVAL`](super::USE_INTERVAL), and none is being recorded.
    /// Recording is left to the caller, who may do it where no request waits for it.
    #[must_use]
    pub fn use_to_record(&self, key: &ApiKey) -> Option<KeyUse> {
        let now = self.ports.clock.now();
        let begun = self.recorder.begin(key.id, key.last_used_at, now)?;
        Some(KeyUse {
            keys: self.clone(),
            begun,
        })
    }
}

impl KeyUse {
    /// Records the use, unless another process has recorded one within [`USE_INTERVAL`](super::USE_INTERVAL), or the key was deleted.
    #[tracing::instrument(name = "keys.record_use", skip_all)]
    pub async fn record(self) -> Result<(), StoreError> {
        let unit = self.keys.ports.store.begin().await?;
        let (id, at) = (self.begun.id, self.begun.at);
        let unless_after = self.begun.unless_after();
        if unit.keys().record_use(id, at, unless_after).await? {
            unit.commit().await?;
        }
        Ok(())
    }
}
