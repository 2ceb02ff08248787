use super::start::NewSession;
use super::{SessionOwner, SessionSecret, Sessions, SignedIn};
use crate::user::{ChangePassword, ChangePasswordError};

impl Sessions {
    /// Changes the password of a session's user, and ends all sessions. The browser stays signed in with a new one, whose secret is a
    /// new one, too. If the store fails in between, the password is changed and the browser is signed out.
    pub async fn change_password(
        &self,
        owner: &SessionOwner,
        change: ChangePassword,
    ) -> Result<SignedIn, ChangePasswordError> {
        // Before anything is changed.
        let secret = SessionSecret::generate(&*self.ports.random)?;
        let user = self.users.replace_password(&owner.user, change).await?;
        let new = NewSession {
            secret,
            agent: owner.session.agent.clone(),
            // Ended with the others, so that it is removed with them.
            previous: None,
        };
        let started = self.start(&user, new).await?;
        started.ok_or(ChangePasswordError::SessionEnded)
    }
}
