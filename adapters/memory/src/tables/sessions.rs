use korotko_core::id::{SessionId, UserId};
use korotko_core::ports::{InsertSession, StoreError, Timestamp};
use korotko_core::session::{Session, SessionHash};

use super::Table;

#[derive(Debug, Clone)]
struct SessionRow {
    session: Session,
    hash: SessionHash,
}

/// The sessions of browsers.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionTable(Table<SessionId, SessionRow>);

impl SessionTable {
    pub(crate) fn find(&self, id: SessionId) -> Option<&Session> {
        self.0.get(id).map(|row| &row.session)
    }

    pub(crate) fn find_by_hash(&self, hash: &SessionHash) -> Option<&Session> {
        let mut rows = self.0.rows();
        rows.find(|row| row.hash == *hash).map(|row| &row.session)
    }

    pub(crate) fn list(&self, user: UserId, after: Option<SessionId>, limit: u32) -> Vec<Session> {
        let newest_first = self.0.rows().rev().map(|row| &row.session);
        newest_first
            .filter(|session| session.user == user)
            .filter(|session| after.is_none_or(|after| session.id < after))
            .take(limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertSession) -> Result<Session, StoreError> {
        if self.find_by_hash(&new.hash).is_some() {
            return Err(StoreError::Conflict);
        }
        let session = Session {
            id: SessionId(self.0.next_id()),
            user: new.user,
            agent: new.agent.clone(),
            epoch: new.epoch,
            created_at: new.created_at,
            last_seen_at: new.created_at,
        };
        let row = SessionRow {
            session: session.clone(),
            hash: new.hash,
        };
        self.0.put(session.id, row);
        Ok(session)
    }

    pub(crate) fn record_use(
        &mut self,
        id: SessionId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> bool {
        let Some(row) = self.0.get_mut(id) else {
            return false;
        };
        let due = row.session.last_seen_at <= unless_after;
        if due {
            row.session.last_seen_at = at;
        }
        due
    }

    pub(crate) fn delete(&mut self, id: SessionId) -> bool {
        self.0.remove(id)
    }

    pub(crate) fn delete_by_user(&mut self, user: UserId) {
        self.0
            .remove_some(usize::MAX, |row| row.session.user == user);
    }

    pub(crate) fn delete_idle(&mut self, until: Timestamp, limit: usize) -> u64 {
        self.0
            .remove_some(limit, |row| row.session.last_seen_at <= until)
    }
}
