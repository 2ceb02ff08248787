use korotko_core::id::UserId;
use korotko_core::ports::StoreError;

use crate::jobs::JobTable;
use crate::links::LinkTable;
use crate::users::UserTable;

/// All rows at one moment. Its maps are persistent: a clone costs nothing, and shares with the original what neither changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) users: UserTable,
    pub(crate) links: LinkTable,
    pub(crate) jobs: JobTable,
}

impl State {
    /// Refuses a row of a user who is not there, as a foreign key would.
    pub(crate) fn refuse_unknown(&self, user: Option<UserId>) -> Result<(), StoreError> {
        let known = user.is_none_or(|id| self.users.find(id).is_some());
        known.then_some(()).ok_or(StoreError::Missing)
    }

    /// Removes a user together with their jobs, as a foreign key that cascades would.
    pub(crate) fn delete_user(&mut self, id: UserId) -> bool {
        self.jobs.delete_by_user(id);
        self.users.delete(id)
    }
}
