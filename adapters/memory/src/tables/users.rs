use korotko_core::id::UserId;
use korotko_core::link::QueryForwarding;
use korotko_core::ports::{InsertUser, StoreError, Timestamp};
use korotko_core::user::{Email, User};

use super::Table;

/// The users.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserTable(Table<UserId, User>);

impl UserTable {
    pub(crate) fn find(&self, id: UserId) -> Option<&User> {
        self.0.get(id)
    }

    pub(crate) fn find_by_email(&self, email: &Email) -> Option<&User> {
        let mut users = self.0.rows();
        users.find(|user| user.email.canonical() == email.canonical())
    }

    /// All users, in ascending id order.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &User> {
        self.0.rows()
    }

    pub(crate) fn insert(&mut self, user: &InsertUser) -> Result<User, StoreError> {
        if self.find_by_email(&user.email).is_some() {
            return Err(StoreError::Conflict);
        }
        let user = User {
            id: UserId(self.0.next_id()),
            email: user.email.clone(),
            password_hash: user.password_hash.clone(),
            language: user.language,
            default_query_forwarding: QueryForwarding::default(),
            time_zone: None,
            verified_at: None,
            verification_sent_at: None,
            token_epoch: 0,
            is_administrator: false,
            disabled_at: None,
            links_disabled: false,
            created_at: user.created_at,
        };
        self.0.put(user.id, user.clone());
        Ok(user)
    }

    pub(crate) fn update(&mut self, user: &User) -> Result<(), StoreError> {
        self.find(user.id).ok_or(StoreError::Missing)?;
        let holder = self.find_by_email(&user.email);
        if holder.is_some_and(|holder| holder.id != user.id) {
            return Err(StoreError::Conflict);
        }
        self.0.put(user.id, user.clone());
        Ok(())
    }

    pub(crate) fn delete(&mut self, id: UserId) -> bool {
        self.0.remove(id)
    }

    pub(crate) fn lapsed(&self, sent_until: Timestamp, limit: usize) -> Vec<UserId> {
        let mut lapsed = self.0.ids(|user| {
            let sent = user.verification_sent_at;
            !user.is_verified() && sent.is_some_and(|sent| sent <= sent_until)
        });
        lapsed.truncate(limit);
        lapsed
    }
}
