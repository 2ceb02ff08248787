//! Request ids: on every response, in every log line of a request, and in the problem of a 5xx.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use poem::http::{HeaderName, HeaderValue};

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of the request that this task handles, if any.
pub(crate) fn current() -> Option<RequestId> {
    CURRENT.try_with(Clone::clone).ok()
}

/// The id of a request: 24 hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId {
    process: u32,
    request: u64,
}

impl RequestId {
    /// Whether this is one of about `one_in` requests, chosen evenly; never at 0.
    pub(crate) fn is_sampled(self, one_in: u32) -> bool {
        one_in > 0 && self.request.is_multiple_of(one_in.into())
    }

    /// The value of `X-Request-Id`.
    pub(crate) fn value(self) -> HeaderValue {
        HeaderValue::from_bytes(&self.digits()).unwrap_or(HeaderValue::from_static(""))
    }

    /// Handles the request with this id.
    pub(crate) fn during<F: Future>(self, handling: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self, handling)
    }

    fn digits(self) -> [u8; 24] {
        let number = u128::from(self.process) << 64 | u128::from(self.request);
        std::array::from_fn(|index| {
            let nibble = number >> (4 * (23 - index)) & 0xf;
            b"0123456789abcdef"[usize::try_from(nibble).unwrap_or_default()]
        })
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.digits().escape_ascii().fmt(f)
    }
}

/// Generates request ids. Ids of clients are not used: they would let a client write to the log.
#[derive(Debug)]
pub(crate) struct RequestIds {
    process: u32,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new() -> Self {
        // The hashers of the standard library have random keys. Ids must be unique, not secret.
        let random = || RandomState::new().build_hasher().finish();
        #[allow(clippy::cast_possible_truncation, reason = "any bits will do")]
        let (process, count) = (random() as u32, AtomicU64::new(random()));
        Self { process, count }
    }

    /// Unique in this process, and among processes with the probability of 96 random bits.
    pub(crate) fn next(&self) -> RequestId {
        let request = mix(self.count.fetch_add(1, Ordering::Relaxed));
        let process = self.process;
        RequestId { process, request }
    }
}

/// A bijective mix (the finaliser of `SplitMix64`), so that ids do not reveal the number of requests.
fn mix(count: u64) -> u64 {
    let mixed = (count ^ (count >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
