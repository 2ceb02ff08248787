use async_trait::async_trait;
use korotko_core::id::{SessionId, UserId};
use korotko_core::ports::{InsertSession, SessionRepository, StoreError, Timestamp};
use korotko_core::session::{Session, SessionHash};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl SessionRepository for Rows {
    async fn find_by_id(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.read(|state| state.sessions.find(id).cloned())
    }

    async fn find_by_hash(&self, hash: &SessionHash) -> Result<Option<Session>, StoreError> {
        self.read(|state| state.sessions.find_by_hash(hash).cloned())
    }

    async fn list(
        &self,
        user: UserId,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError> {
        self.read(|state| state.sessions.list(user, after, limit))
    }

    async fn insert(&self, session: &InsertSession) -> Result<Session, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(session.user))?;
            state.sessions.insert(session)
        })
    }

    async fn record_use(
        &self,
        id: SessionId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.sessions.record_use(id, at, unless_after)))
    }

    async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.sessions.delete(id)))
    }

    async fn delete_idle(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.sessions.delete_idle(until, some(limit))))
    }
}
