//! Korotko's clock, randomness, password hashing and worker loop on tokio.

mod background;
mod clock;
mod pbkdf2_hasher;
mod phc;
mod random;
mod worker;

use std::sync::Arc;

use korotko_core::{Korotko, KorotkoBuilder, PublicUrl};

pub use clock::SystemClock;
pub use pbkdf2_hasher::{HasherSettings, HasherStatus, Pbkdf2Hasher};
pub use random::SystemRandom;
pub use worker::{ExecutedJobs, Worker};

/// A builder with the clock, the randomness and the password hasher of this crate.
#[must_use]
pub fn builder(public_url: PublicUrl) -> KorotkoBuilder {
    Korotko::builder(public_url)
        .clock(Arc::new(SystemClock))
        .random(Arc::new(SystemRandom::default()))
        .password_hasher(Arc::new(Pbkdf2Hasher::default()))
}
