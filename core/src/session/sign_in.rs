use std::net::IpAddr;

use super::start::NewSession;
use super::{AgentName, SessionSecret, Sessions, SignedIn};
use crate::token::IssueError;
use crate::user::SignInError;

impl Sessions {
    /// Signs in in a browser, whose name is `agent`. Credentials are checked, limited, counted and logged as by
    /// [`Users::sign_in`](crate::user::Users::sign_in). The session whose secret is `previous`, an older one of the same browser, ends,
    /// so that no secret from before the sign-in is one after it.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        client: Option<IpAddr>,
        agent: &str,
        previous: Option<&str>,
    ) -> Result<SignedIn, SignInError> {
        let checked = self.users.check_credentials(email, password, client);
        let user = checked.await?;
        let secret = SessionSecret::generate(&*self.ports.random).map_err(IssueError::from)?;
        let new = NewSession {
            secret,
            agent: AgentName::cut(agent),
            previous,
        };
        let started = self.start(&user, new).await?;
        // The password, or the account, may be another one since it was checked.
        started.ok_or(SignInError::WrongCredentials)
    }
}
