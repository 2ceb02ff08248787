//! Korotko's clock, randomness, password hashing and worker loop on tokio.

mod clock;
mod pbkdf2_hasher;
mod phc;
mod random;
mod worker;

pub use clock::SystemClock;
pub use pbkdf2_hasher::{HasherSettings, Pbkdf2Hasher};
pub use random::SystemRandom;
pub use worker::Worker;
