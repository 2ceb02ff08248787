use super::{AuthenticateError, TokenPair, TokenUse, Tokens};

impl Tokens {
    /// A fresh pair for the bearer of this refresh token, which stays good until its own end: nothing is stored.
    #[tracing::instrument(name = "tokens.refresh", skip_all)]
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, AuthenticateError> {
        let now = self.ports.clock.now();
        let user = self.bearer(TokenUse::Refresh, refresh_token, now).await?;
        Ok(self.issue_pair(&user, now)?)
    }
}
