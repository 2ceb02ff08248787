//! The name of a request: on every answer, in every line of the log, and in the problem of a 5xx.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use poem::http::{HeaderName, HeaderValue};
use poem::{Endpoint, Request, Response, Result};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that this task answers, if it answers one.
pub(crate) fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Names requests. What a client calls its request is not taken over: it would be a way to write into the log.
pub(crate) struct RequestIds {
    process: u64,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new() -> Self {
        // The standard library keys its hashers with the system's randomness. Ids must differ, not be secret.
        let random = || RandomState::new().build_hasher().finish();
        let (process, count) = (random() >> 32, AtomicU64::new(random()));
        Self { process, count }
    }

    /// Unique in this process, and among processes as far as 96 random bits go.
    fn next(&self) -> String {
        let mixed = mix(self.count.fetch_add(1, Ordering::Relaxed));
        format!("{:08x}{mixed:016x}", self.process)
    }

    pub(crate) async fn assign(
        self: Arc<Self>,
        next: Arc<impl Endpoint<Output = Response>>,
        request: Request,
    ) -> Result<Response> {
        let id = self.next();
        let value = HeaderValue::from_str(&id);
        let mut answer = CURRENT.scope(id, next.call(request)).await;
        if let (Ok(response), Ok(value)) = (&mut answer, value) {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
        answer
    }
}

/// One-to-one and scattering (the finaliser of `SplitMix64`), so that an id does not tell how many requests there were.
fn mix(count: u64) -> u64 {
    let mixed = (count ^ (count >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
