use super::{Password, User, Users};
use crate::fault::Violations;
use crate::ports::{HashError, StoreError, UnitOfWork, Verdict};
use crate::token::Session;

/// The result of checking a signed-in user's password again, before an irreversible action.
pub(super) enum PasswordCheck {
    Correct,
    Wrong(Violations),
}

impl Users {
    /// Compares `password`, received in `field`, with the user's.
    pub(super) async fn check_password(
        &self,
        user: &User,
        field: &'static str,
        password: &str,
    ) -> Result<PasswordCheck, HashError> {
        let wrong = PasswordCheck::Wrong(Violations::new(field, "is not your password"));
        let Ok(password) = Password::parse_existing(password) else {
            return Ok(wrong);
        };
        let verdict = self
            .ports
            .password_hasher
            .verify(&password, &user.password_hash)
            .await?;
        Ok(match verdict {
            Verdict::Match | Verdict::MatchOutdated => PasswordCheck::Correct,
            Verdict::Mismatch => wrong,
        })
    }
}

/// The user of this session, locked until the unit ends, if the session has not ended.
pub(crate) async fn lock_session(
    unit: &dyn UnitOfWork,
    session: Session,
) -> Result<Option<User>, StoreError> {
    let locked = unit.users().find_for_update(session.user).await?;
    Ok(locked.filter(|user| user.session() == session))
}
