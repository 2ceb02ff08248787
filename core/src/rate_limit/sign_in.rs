//! The limits of signing in. A stranger who tries passwords of an account must be stopped, and must not be able to lock its owner
//! out. So an account's attempts are limited for each network that makes them, which leaves the owner's network alone; and all of
//! them together are only delayed, which slows down whoever has many networks, and costs the owner some seconds.

use std::net::IpAddr;
use std::time::Duration;

use super::network::Network;
use super::rate_limiting::Limited;
use super::{Policy, RateLimitError, RateLimiting};
use crate::ports::{Bucket, StoreError};

/// The longest delay of an attempt. An owner waits no longer, however many strangers try.
const MAX_DELAY: Duration = Duration::from_secs(5);

impl RateLimiting {
    /// Before a password is checked: counts the attempt, which is no failure yet, so that concurrent ones cannot exceed the limits.
    /// Waits if too many attempts were made on this account. It does not matter whether the account exists. `address` is in its
    /// canonical form.
    pub(crate) async fn sign_in(
        &self,
        address: &str,
        client: Option<IpAddr>,
    ) -> Result<(), RateLimitError> {
        let Some((limited, client)) = self.of(client) else {
            return Ok(());
        };
        let [own, around] = limited.of_client([Policy::SignIn, Policy::SignInAround], client);
        let [failures, account] = limited.of_account(address, client);
        limited.admit_shared(&[own, around, failures]).await?;
        let decision = limited.take_shared(account).await?;
        if !decision.allowed {
            let wait = decision.standings.iter().map(|standing| standing.wait);
            // A wait is never negative.
            let wait = wait.max().and_then(|wait| wait.to_std().ok());
            let delay = wait.unwrap_or_default().min(MAX_DELAY);
            limited.clock.sleep(delay).await;
        }
        Ok(())
    }

    /// After the right password: forgets the attempts on the account, but not those of the network, or whoever has one account
    /// could try passwords of others without end.
    pub(crate) async fn signed_in(
        &self,
        address: &str,
        client: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        match self.of(client) {
            Some((limited, client)) => limited.reset(&limited.of_account(address, client)).await,
            None => Ok(()),
        }
    }
}

impl Limited {
    /// The attempts on an account: of this client's network, and of all.
    fn of_account(&self, address: &str, client: IpAddr) -> [Bucket; 2] {
        let (address, network) = (address.as_bytes(), Network::of(client));
        [
            self.bucket(Policy::SignInFailures, &[address, network.as_bytes()]),
            self.bucket(Policy::AccountFailures, &[address]),
        ]
    }
}
