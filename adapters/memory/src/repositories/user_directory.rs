use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{StoreError, UserDirectory, UserQuery};
use korotko_core::user::User;

use crate::rows::Rows;

#[async_trait]
impl UserDirectory for Rows {
    async fn list(&self, query: &UserQuery) -> Result<Vec<User>, StoreError> {
        self.read(|state| {
            let newest_first = state.users.all().rev();
            newest_first
                .filter(|user| matches(user, query))
                .take(query.limit as usize)
                .cloned()
                .collect()
        })
    }

    async fn find_all(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        self.read(|state| {
            let found = ids.iter().filter_map(|id| state.users.find(*id));
            found.cloned().collect()
        })
    }

    async fn lock_administrators(&self) -> Result<Vec<User>, StoreError> {
        self.read_for_update(|state| {
            let users = state.users.all();
            users
                .filter(|user| user.is_administrator)
                .cloned()
                .collect()
        })
    }
}

fn matches(user: &User, query: &UserQuery) -> bool {
    let is = |wanted: Option<bool>, actual| wanted.is_none_or(|wanted| wanted == actual);
    let address = user.email.canonical();
    query.after.is_none_or(|after| user.id < after)
        && is(query.is_administrator, user.is_administrator)
        && is(query.is_verified, user.is_verified())
        && is(query.is_disabled, user.is_disabled())
        && query
            .text
            .as_ref()
            .is_none_or(|text| address.contains(text.as_str()))
}
