use super::{Password, User, Users};
use crate::fault::Violations;
use crate::ports::{HashError, StoreError, UnitOfWork, Verdict};
use crate::token::TokenSubject;

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

/// The user of a token, locked until the unit ends, if their sessions have not been ended since the token was issued.
pub(crate) async fn lock_subject(
    unit: &dyn UnitOfWork,
    subject: TokenSubject,
) -> Result<Option<User>, StoreError> {
    let locked = unit.users().find_for_update(subject.user).await?;
    Ok(locked.filter(|user| user.token_subject() == subject))
}
