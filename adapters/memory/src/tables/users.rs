use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, StoreError, Timestamp};
use korotko_core::user::{Email, User};
use rpds::RedBlackTreeMapSync;

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

    pub(crate) fn find_by_email(&self, email: &Email) -> Option<&User> {
        let id = self.by_canonical.get(email.canonical())?;
        self.rows.get(id)
    }

    pub(crate) fn insert(&mut self, user: &InsertUser) -> Result<User, StoreError> {
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

    pub(crate) fn update(&mut self, user: &User) -> Result<(), StoreError> {
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
    pub(crate) fn lapsed(&self, sent_until: Timestamp, limit: usize) -> Vec<UserId> {
        let has_lapsed = |user: &&User| {
            let sent = user.verification_sent_at;
            !user.is_verified() && sent.is_some_and(|sent| sent <= sent_until)
        };
        let lapsed = self.rows.values().filter(has_lapsed);
        lapsed.map(|user| user.id).take(limit).collect()
    }
}
