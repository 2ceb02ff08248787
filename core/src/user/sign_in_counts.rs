use std::sync::atomic::{AtomicU64, Ordering};

/// How often the use cases accepted and refused credentials since they were created.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignInCounts {
    /// Users who signed in.
    pub succeeded: u64,
    /// Sign-ins refused because the address is unknown or the password wrong.
    pub wrong_credentials: u64,
    /// Sign-ins refused because the address is not verified.
    pub email_not_verified: u64,
    /// Sign-ins refused because the account is disabled.
    pub account_disabled: u64,
    /// Access and refresh tokens that were refused.
    pub tokens_refused: u64,
}

/// The counters of [`SignInCounts`].
#[derive(Debug, Default)]
pub(super) struct SignInCounters {
    pub(super) succeeded: Counter,
    pub(super) wrong_credentials: Counter,
    pub(super) email_not_verified: Counter,
    pub(super) account_disabled: Counter,
    pub(super) tokens_refused: Counter,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl SignInCounters {
    pub(super) fn read(&self) -> SignInCounts {
        SignInCounts {
            succeeded: self.succeeded.read(),
            wrong_credentials: self.wrong_credentials.read(),
            email_not_verified: self.email_not_verified.read(),
            account_disabled: self.account_disabled.read(),
            tokens_refused: self.tokens_refused.read(),
        }
    }
}

impl Counter {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
