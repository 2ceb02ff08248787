use korotko_core::ports::{Random, RandomError};
use ring::rand::{SecureRandom, SystemRandom as RingRandom};

/// The system's random generator (`getrandom`).
#[derive(Debug, Clone)]
pub struct SystemRandom(RingRandom);

impl Default for SystemRandom {
    fn default() -> Self {
        Self(RingRandom::new())
    }
}

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        self.0.fill(buffer).map_err(|_| RandomError)
    }
}
