use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use korotko_core::ports::{HashError, PasswordHasher, Verdict};
use korotko_core::user::{Password, PasswordHash};
use korotko_tokio::Pbkdf2Hasher;

/// The real hasher with a counter.
pub struct CountingHasher {
    inner: Pbkdf2Hasher,
    count: AtomicUsize,
}

impl CountingHasher {
    pub fn new(inner: Pbkdf2Hasher) -> Self {
        let count = AtomicUsize::new(0);
        Self { inner, count }
    }

    /// The number of hashes since the last call.
    pub fn take_count(&self) -> usize {
        self.count.swap(0, Ordering::SeqCst)
    }
}

#[async_trait]
impl PasswordHasher for CountingHasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.inner.hash(password).await
    }

    async fn verify(&self, password: &Password, hash: &PasswordHash) -> Result<Verdict, HashError> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.inner.verify(password, hash).await
    }
}
