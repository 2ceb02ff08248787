use crate::fault::{Fault, FaultKind};
use crate::id::UserId;
use crate::ports::{StoreError, UnitOfWork};
use crate::user::User;

/// The user on whose behalf a change was to be made no longer exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this session has ended; sign in again")]
pub struct OwnerGone;

impl Fault for OwnerGone {
    fn kind(&self) -> FaultKind {
        FaultKind::Unauthenticated
    }

    fn code(&self) -> &'static str {
        "token-invalid"
    }
}

/// Locks `owner` until the unit ends, so that nobody else adds to what is counted. Returns [`StoreError::Missing`] when the
/// user no longer exists, as an insert would.
pub(crate) async fn lock_owner(unit: &dyn UnitOfWork, owner: UserId) -> Result<User, StoreError> {
    let locked = unit.users().find_for_update(owner).await?;
    locked.ok_or(StoreError::Missing)
}
