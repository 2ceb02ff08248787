use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{HashError, PasswordHasher, Verdict};
use korotko_core::user::{Password, PasswordHash};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::Semaphore;
use tokio::task;

use crate::phc::Phc;

/// How a [`Pbkdf2Hasher`] works.
#[derive(Debug, Clone, Copy)]
pub struct HasherSettings {
    /// The cost of a new hash.
    pub iterations: NonZeroU32,
    /// How many hashes are worked out at once; each keeps a core busy.
    pub threads: usize,
    /// How many more calls may wait for their turn; the next one is refused.
    pub queue: usize,
}

impl HasherSettings {
    /// The cost that OWASP asks for (Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256): about 0.15 s on one core.
    pub const OWASP_ITERATIONS: NonZeroU32 = NonZeroU32::new(600_000).unwrap();
}

impl Default for HasherSettings {
    /// OWASP's cost, on half of the cores, so that sign-ins leave room for redirects; a queue of about 5 s for each.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (cores / 2).max(1);
        Self {
            iterations: Self::OWASP_ITERATIONS,
            threads,
            queue: threads * 32,
        }
    }
}

/// PBKDF2-HMAC-SHA256 (RFC 8018) on ring, on tokio's blocking threads, behind a bounded number of permits.
#[derive(Debug, Clone)]
pub struct Pbkdf2Hasher {
    iterations: NonZeroU32,
    /// Those at work and those who wait.
    admitted: Arc<Semaphore>,
    /// Those at work.
    working: Arc<Semaphore>,
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
            random: SystemRandom::new(),
        }
    }

    /// Does `work` on a blocking thread, when its turn comes.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let _admission = self.admitted.try_acquire().map_err(|_| HashError::Busy)?;
        let broken_off = || HashError::Broken("the work broke off");
        // The thread goes on when a client hangs up, so the permit goes with the work.
        let permit = Arc::clone(&self.working).acquire_owned().await;
        let permit = permit.map_err(|_| broken_off())?;
        let done = task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| broken_off())
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
            .map_err(|_| HashError::Broken("the system gave no random bytes"))?;
        let (password, iterations) = (password.clone(), self.iterations);
        let derive = move || Phc::derive(password.as_bytes(), salt, iterations).write();
        self.in_turn(derive).await.map(PasswordHash::from_phc)
    }

    async fn verify(&self, password: &Password, hash: &PasswordHash) -> Result<Verdict, HashError> {
        let phc = Phc::parse(hash.as_phc()).ok_or(HashError::Broken("the stored hash is none"))?;
        let outdated = phc.iterations < self.iterations;
        let password = password.clone();
        let matches = self.in_turn(move || phc.matches(password.as_bytes()));
        Ok(match (matches.await?, outdated) {
            (false, _) => Verdict::Mismatch,
            (true, false) => Verdict::Match,
            (true, true) => Verdict::MatchOutdated,
        })
    }
}
