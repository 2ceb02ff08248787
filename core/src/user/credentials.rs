use super::{Password, User, Users};
use crate::fault::Violations;
use crate::ports::{HashError, StoreError, UnitOfWork, Verdict};
use crate::token::Session;

/// Whether a signed-in user gave the right password once more, before something that cannot be taken back.
pub(super) enum Proof {
    Given,
    Wrong(Violations),
}

impl Users {
    /// Compares `password`, which came in `field`, with the user's.
    pub(super) async fn prove(
        &self,
        user: &User,
        field: &'static str,
        password: &str,
    ) -> Result<Proof, HashError> {
        let wrong = Proof::Wrong(Violations::new(field, "is not your password"));
        let Ok(password) = Password::attempt(password) else {
            return Ok(wrong);
        };
        let verdict = self
            .ports
            .password_hasher
            .verify(&password, &user.password_hash)
            .await?;
        Ok(match verdict {
            Verdict::Match | Verdict::MatchOutdated => Proof::Given,
            Verdict::Mismatch => wrong,
        })
    }
}

/// The user of this session, locked until the unit ends, as long as it is not ended.
pub(super) async fn lock_session(
    unit: &dyn UnitOfWork,
    session: Session,
) -> Result<Option<User>, StoreError> {
    let held = unit.users().find_for_update(session.user).await?;
    Ok(held.filter(|user| user.session() == session))
}
