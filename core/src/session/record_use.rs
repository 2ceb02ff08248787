use super::{Session, Sessions};
use crate::id::SessionId;
use crate::ports::StoreError;
use crate::recorded_use::BegunUse;

/// A use of a session that is to be recorded. Until it is dropped, this process records no other use of the session.
#[derive(Debug)]
pub struct SessionUse {
    sessions: Sessions,
    begun: BegunUse<SessionId>,
}

impl Sessions {
    /// The use of a session now, if it is to be recorded: none was for [`USE_INTERVAL`](crate::key::USE_INTERVAL), and none is being
    /// recorded. Recording is left to the caller, who may do it where no request waits for it.
    #[must_use]
    pub fn use_to_record(&self, session: &Session) -> Option<SessionUse> {
        let (now, last) = (self.ports.clock.now(), Some(session.last_seen_at));
        let begun = self.recorder.begin(session.id, last, now)?;
        Some(SessionUse {
            sessions: self.clone(),
            begun,
        })
    }
}

impl SessionUse {
    /// Records the use, unless another process has recorded one within [`USE_INTERVAL`](crate::key::USE_INTERVAL), or the session was
    /// ended.
    #[tracing::instrument(name = "sessions.record_use", skip_all)]
    pub async fn record(self) -> Result<(), StoreError> {
        let unit = self.sessions.ports.store.begin().await?;
        let (id, at) = (self.begun.id, self.begun.at);
        let unless_after = self.begun.unless_after();
        if unit.sessions().record_use(id, at, unless_after).await? {
            unit.commit().await?;
        }
        Ok(())
    }
}
