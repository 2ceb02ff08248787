use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, StoreError, Timestamp, UserRepository};
use korotko_core::user::{Email, User};
use rpds::RedBlackTreeMapSync;

use crate::rows::{Rows, some};

/// The users, and which address is whose.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserTable {
    rows: RedBlackTreeMapSync<UserId, User>,
    by_canonical: RedBlackTreeMapSync<String, UserId>,
    last_id: i64,
}

impl UserTable {
    pub(crate) fn find(&self, id: UserId) -> Option<&User> {
        self.rows.get(&id)
    }

    fn find_by_email(&self, email: &Email) -> Option<&User> {
        let id = self.by_canonical.get(email.canonical())?;
        self.rows.get(id)
    }

    fn insert(&mut self, user: &InsertUser) -> Result<User, StoreError> {
        if self.by_canonical.contains_key(user.email.canonical()) {
            return Err(StoreError::Conflict);
        }
        self.last_id += 1;
        let user = User {
            id: UserId(self.last_id),
            email: user.email.clone(),
            password_hash: user.password_hash.clone(),
            language: user.language,
            verified_at: None,
            verification_sent_at: None,
            token_epoch: 0,
            created_at: user.created_at,
        };
        self.put(user.clone());
        Ok(user)
    }

    fn update(&mut self, user: &User) -> Result<(), StoreError> {
        let before = self.rows.get(&user.id).ok_or(StoreError::Missing)?;
        let holder = self.by_canonical.get(user.email.canonical());
        if holder.is_some_and(|holder| *holder != user.id) {
            return Err(StoreError::Conflict);
        }
        let before = before.email.canonical().to_owned();
        self.by_canonical.remove_mut(&before);
        self.put(user.clone());
        Ok(())
    }

    fn put(&mut self, user: User) {
        let canonical = user.email.canonical().to_owned();
        self.by_canonical.insert_mut(canonical, user.id);
        self.rows.insert_mut(user.id, user);
    }

    pub(crate) fn delete(&mut self, id: UserId) -> bool {
        if let Some(user) = self.rows.get(&id) {
            let canonical = user.email.canonical().to_owned();
            self.by_canonical.remove_mut(&canonical);
        }
        self.rows.remove_mut(&id)
    }

    /// Goes through all users: it is asked for now and then, not by a request.
    fn lapsed(&self, sent_until: Timestamp, limit: usize) -> Vec<UserId> {
        let has_lapsed = |user: &&User| {
            let sent = user.verification_sent_at;
            !user.is_verified() && sent.is_some_and(|sent| sent <= sent_until)
        };
        let lapsed = self.rows.values().filter(has_lapsed);
        lapsed.map(|user| user.id).take(limit).collect()
    }
}

#[async_trait]
impl UserRepository for Rows {
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.find(id).cloned())
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.find_by_email(email).cloned())
    }

    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read_for_update(|state| state.users.find(id).cloned())
    }

    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError> {
        self.write(|state| state.users.insert(user))
    }

    async fn update(&self, user: &User) -> Result<(), StoreError> {
        self.write(|state| state.users.update(user))
    }

    async fn delete(&self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.delete_user(id, now)))
    }

    async fn delete_lapsed(
        &self,
        sent_until: Timestamp,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        self.write(|state| {
            let lapsed = state.users.lapsed(sent_until, some(limit));
            let mut count = 0;
            for id in lapsed {
                count += u64::from(state.delete_user(id, now));
            }
            Ok(count)
        })
    }

    async fn remove_deleted(&self, _limit: u64) -> Result<u64, StoreError> {
        // Nothing is left by then; refused outside a unit all the same.
        self.write(|_| Ok(0))
    }
}
