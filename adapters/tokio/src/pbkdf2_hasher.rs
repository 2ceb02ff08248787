use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::ports::{HashError, PasswordHasher, Verdict};
use korotko_core::user::{Password, PasswordHash};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::background::in_background;
use crate::phc::Phc;

/// The settings of a [`Pbkdf2Hasher`].
#[derive(Debug, Clone, Copy)]
pub struct HasherSettings {
    /// The cost of a new hash.
    pub iterations: NonZeroU32,
    /// How many hashes are computed concurrently; each occupies a core.
    pub threads: usize,
    /// How many more calls may wait; further calls are refused.
    pub queue: usize,
    /// How long a call may wait before it is refused.
    pub max_wait: Duration,
}

impl HasherSettings {
    /// The cost that OWASP recommends (Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256): about 0.15 s on one core.
    pub const OWASP_ITERATIONS: NonZeroU32 = NonZeroU32::new(600_000).unwrap();
}

impl Default for HasherSettings {
    /// OWASP's cost, on half of the cores, so that sign-ins leave room for redirects; a second in a queue, so that a call is answered
    /// or refused within two.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (cores / 2).max(1);
        Self {
            iterations: Self::OWASP_ITERATIONS,
            threads,
            queue: threads * 32,
            max_wait: Duration::from_secs(1),
        }
    }
}

/// How a [`Pbkdf2Hasher`] is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasherStatus {
    /// [`HasherSettings::threads`].
    pub threads: usize,
    /// [`HasherSettings::queue`].
    pub queue: usize,
    /// How many calls are computed now.
    pub running: usize,
    /// How many calls wait now.
    pub waiting: usize,
    /// How many calls were computed.
    pub done: u64,
    /// How many calls were refused because the queue was full or the wait too long.
    pub refused: u64,
}

#[derive(Debug, Default)]
struct Counters {
    done: AtomicU64,
    refused: AtomicU64,
}

/// PBKDF2-HMAC-SHA256 (RFC 8018) on ring, on threads of low priority, with bounded concurrency.
#[derive(Debug, Clone)]
pub struct Pbkdf2Hasher {
    iterations: NonZeroU32,
    /// Permits of running and waiting calls.
    admitted: Arc<Semaphore>,
    /// Permits of running calls.
    working: Arc<Semaphore>,
    max_wait: Duration,
    threads: usize,
    queue: usize,
    counters: Arc<Counters>,
    random: SystemRandom,
}

impl Pbkdf2Hasher {
    /// A hasher with these settings.
    #[must_use]
    pub fn new(settings: HasherSettings) -> Self {
        Self {
            iterations: settings.iterations,
            admitted: Arc::new(Semaphore::new(settings.threads + settings.queue)),
            working: Arc::new(Semaphore::new(settings.threads)),
            max_wait: settings.max_wait,
            threads: settings.threads,
            queue: settings.queue,
            counters: Arc::default(),
            random: SystemRandom::new(),
        }
    }

    /// How it is used; clones share it.
    #[must_use]
    pub fn status(&self) -> HasherStatus {
        let (threads, queue) = (self.threads, self.queue);
        let running = threads.saturating_sub(self.working.available_permits());
        let admitted = (threads + queue).saturating_sub(self.admitted.available_permits());
        HasherStatus {
            threads,
            queue,
            running,
            // A call whose client disconnected is computed to its end, and no longer admitted.
            waiting: admitted.saturating_sub(running),
            done: self.counters.done.load(Ordering::Relaxed),
            refused: self.counters.refused.load(Ordering::Relaxed),
        }
    }

    /// Runs `work` on a thread, when a permit is free.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let done = self.run_uncounted(work).await;
        match &done {
            Ok(_) => _ = self.counters.done.fetch_add(1, Ordering::Relaxed),
            Err(HashError::Busy) => _ = self.counters.refused.fetch_add(1, Ordering::Relaxed),
            Err(HashError::Internal(_)) => {}
        }
        done
    }

    async fn run_uncounted<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let _admission = self.admitted.try_acquire().map_err(|_| HashError::Busy)?;
        let permit = timeout(self.max_wait, Arc::clone(&self.working).acquire_owned());
        let permit = permit.await.map_err(|_| HashError::Busy)?;
        let permit = permit.map_err(|_| HashError::Internal("the hasher is closed"))?;
        // The thread continues when a client disconnects, so the permit is moved into the work.
        let done = in_background("password-hash", move || {
            let _permit = permit;
            work()
        });
        let failed = |_| HashError::Internal("the thread failed");
        done.await.map_err(failed)
    }
}

impl Default for Pbkdf2Hasher {
    fn default() -> Self {
        Self::new(HasherSettings::default())
    }
}

#[async_trait]
impl PasswordHasher for Pbkdf2Hasher {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        let mut salt = [0; 16];
        self.random
            .fill(&mut salt)
            .map_err(|_| HashError::Internal("the system returned no random bytes"))?;
        let (password, iterations) = (password.clone(), self.iterations);
        let derive = move || Phc::derive(password.as_bytes(), salt, iterations).write();
        self.run(derive).await.map(PasswordHash::from_phc)
    }

    async fn verify(&self, password: &Password, hash: &PasswordHash) -> Result<Verdict, HashError> {
        let phc =
            Phc::parse(hash.as_phc()).ok_or(HashError::Internal("the stored hash is malformed"))?;
        let outdated = phc.iterations < self.iterations;
        let password = password.clone();
        let matches = self.run(move || phc.matches(password.as_bytes()));
        Ok(match (matches.await?, outdated) {
            (false, _) => Verdict::Mismatch,
            (true, false) => Verdict::Match,
            (true, true) => Verdict::MatchOutdated,
        })
    }
}
