use crate::id::UserId;
use crate::ports::{StoreError, UnitOfWork};

/// Whether nobody but this user could administer the service now. Locks all administrators until the unit ends, so that two units
/// cannot each leave it to the other's; to be called before the unit locks anything else.
pub(crate) async fn is_last_administrator(
    unit: &dyn UnitOfWork,
    user: UserId,
) -> Result<bool, StoreError> {
    let administrators = unit.user_directory().lock_administrators().await?;
    let mut able = administrators.iter().filter(|user| user.can_administer());
    let only = able.next().is_some_and(|one| one.id == user);
    Ok(only && able.next().is_none())
}
