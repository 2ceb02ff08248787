//! A rate limiter in memory.

mod part;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use korotko_core::ports::{Bucket, RateDecision, RateLimiter, StoreError, Timestamp};
use korotko_core::rate_limit::RateKey;

use part::Part;

/// The number of parts of the table. Each grows by itself, so that none takes long to grow, and a whole table is never copied.
const PARTS: usize = 64;

/// How many keys a part has room for by default: as many as fit into 2^15 slots. All parts together have room for 1,835,008 keys
/// in 52 MB.
const PART_ROOM: usize = 28_672;

/// Remembers what was used of buckets, in the memory of one process: for one node, or for what each node may limit alone. Keys
/// that are full again are forgotten when their room is needed.
///
/// Its memory is bounded. When there is no room for a new key, the keys that are used least are forgotten: those that will be
/// full again first. A key that has no use left is never forgotten; when all are like that, new keys share a bucket with
/// others.
pub struct MemoryRateLimiter(Mutex<Vec<Part>>);

impl MemoryRateLimiter {
    /// An empty limiter, which takes up to 53 MB.
    #[must_use]
    pub fn new() -> Self {
        Self::with_part_room(PART_ROOM)
    }

    /// An empty limiter with room for about this many keys, but for 1,792 at least.
    #[must_use]
    pub fn with_room(keys: usize) -> Self {
        Self::with_part_room(keys / PARTS)
    }

    fn with_part_room(room: usize) -> Self {
        let parts = (0..PARTS).map(|_| Part::new(room));
        Self(Mutex::new(parts.collect()))
    }

    /// How many keys it remembers.
    #[must_use]
    pub fn keys(&self) -> usize {
        self.parts().iter().map(Part::len).sum()
    }

    /// How many keys it has room for.
    #[must_use]
    pub fn room(&self) -> usize {
        self.parts().iter().map(Part::room).sum()
    }

    /// How many bytes it has allocated for them.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.parts().iter().map(Part::bytes).sum()
    }

    /// Locked for a microsecond, or some hundred while a part grows or forgets.
    fn parts(&self) -> MutexGuard<'_, Vec<Part>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of a key, and the key in it: different bytes of it, which are as good as random.
fn locate(key: RateKey) -> (usize, u64) {
    let bytes = key.as_bytes();
    let mut rest = [0; 8];
    rest.copy_from_slice(&bytes[8..]);
    (usize::from(bytes[0]) % PARTS, u64::from_be_bytes(rest))
}

#[async_trait]
impl RateLimiter for MemoryRateLimiter {
    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> Result<RateDecision, StoreError> {
        let mut parts = self.parts();
        let before = buckets.iter().map(|bucket| {
            let (part, key) = locate(bucket.key);
            parts[part].find(key, bucket.quota, now)
        });
        let before: Vec<Option<Timestamp>> = before.collect();
        let each = || buckets.iter().zip(&before);
        let taken = each().map(|(bucket, full_at)| bucket.quota.take(*full_at, now));
        let taken: Option<Vec<Timestamp>> = taken.collect();
        for (bucket, full_at) in buckets.iter().zip(taken.iter().flatten()) {
            let (part, key) = locate(bucket.key);
            parts[part].insert(key, bucket.quota, *full_at);
        }
        let standing = |(index, bucket): (usize, &Bucket)| {
            let taken = taken.as_ref().map(|taken| taken[index]);
            bucket.quota.standing(taken.or(before[index]), now)
        };
        Ok(RateDecision {
            allowed: taken.is_some(),
            standings: buckets.iter().enumerate().map(standing).collect(),
        })
    }

    async fn reset(&self, keys: &[RateKey]) -> Result<(), StoreError> {
        let mut parts = self.parts();
        for key in keys {
            let (part, key) = locate(*key);
            parts[part].remove(key);
        }
        Ok(())
    }

    /// All at once: it takes some milliseconds.
    async fn delete_full(&self, now: Timestamp, _: u64) -> Result<u64, StoreError> {
        let mut parts = self.parts();
        let removed: usize = parts.iter_mut().map(|part| part.remove_full(now)).sum();
        Ok(removed as u64)
    }
}

impl Default for MemoryRateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryRateLimiter").finish_non_exhaustive()
    }
}
