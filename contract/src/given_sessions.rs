//! The building blocks of the checks of sessions.

use std::ops::RangeInclusive;

use super::StoreFixture;
use super::given::{moment, write};
use korotko_core::id::{SessionId, UserId};
use korotko_core::ports::{InsertSession, Timestamp};
use korotko_core::session::{AgentName, Session, SessionHash};

/// The hash of a session's secret, which differs from those of similar numbers in its last byte alone.
pub(super) fn session_hash(number: u8) -> SessionHash {
    let mut bytes = [0xf5; 32];
    bytes[0] = 0;
    bytes[31] = number;
    SessionHash(bytes)
}

/// A session with the hash of this number.
pub(super) fn new_session(user: UserId, number: u8) -> InsertSession {
    InsertSession {
        user,
        hash: session_hash(number),
        agent: AgentName::cut("Яндекс Браузер, Windows"),
        epoch: 0,
        created_at: moment(0),
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_session(&self, session: &InsertSession) -> Session {
        write(self, async |unit| unit.sessions().insert(session).await).await
    }

    /// Sessions with the hashes of these numbers, in their order.
    pub(super) async fn insert_sessions(
        &self,
        user: UserId,
        numbers: RangeInclusive<u8>,
    ) -> Vec<Session> {
        let mut sessions = Vec::new();
        for number in numbers {
            let new = new_session(user, number);
            sessions.push(self.insert_session(&new).await);
        }
        sessions
    }

    pub(super) async fn record_session_use(
        &self,
        id: SessionId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> bool {
        write(self, async |unit| {
            unit.sessions().record_use(id, at, unless_after).await
        })
        .await
    }

    pub(super) async fn delete_session(&self, id: SessionId) -> bool {
        write(self, async |unit| unit.sessions().delete(id).await).await
    }

    pub(super) async fn find_session(&self, id: SessionId) -> Option<Session> {
        self.store.sessions().find_by_id(id).await.unwrap()
    }

    pub(super) async fn find_session_by_hash(&self, number: u8) -> Option<Session> {
        let hash = session_hash(number);
        let found = self.store.sessions().find_by_hash(&hash).await;
        found.unwrap()
    }

    /// The newest sessions of a user, up to `limit`, after the cursor.
    pub(super) async fn list_sessions(
        &self,
        user: UserId,
        after: Option<SessionId>,
        limit: u32,
    ) -> Vec<Session> {
        let sessions = self.store.sessions();
        sessions.list(user, after, limit).await.unwrap()
    }
}
