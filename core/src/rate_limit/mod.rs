//! Rate limits: how often a client network or an account may do what costs others something.
//!
//! A [`Policy`] says what is limited and by what: by client network or by account. Its [`Quota`] is in [`RateLimits`]. The
//! [`RateLimiter`](crate::ports::RateLimiter) keeps what was used, by [`RateKey`]. Which policies apply to a use case is decided
//! here alone.

mod error;
mod key;
mod limits;
mod network;
mod policy;
mod quota;
mod rate_limiting;
mod sign_in;
#[cfg(test)]
mod tests;

pub use error::{RateLimitError, RateLimited};
pub use key::RateKey;
pub use limits::RateLimits;
pub use policy::Policy;
pub use quota::{Quota, QuotaError, Standing};
pub(crate) use rate_limiting::RateLimiting;
