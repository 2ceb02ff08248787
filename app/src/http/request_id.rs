//! Request ids: on every response, in every log line of a request, and in the problem of a 5xx.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use poem::http::{HeaderName, HeaderValue};
use poem::{Endpoint, Request, Response, Result};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that this task handles, if any.
pub(crate) fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Generates request ids. Ids of clients are not used: they would let a client write to the log.
pub(crate) struct RequestIds {
    process: u64,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new() -> Self {
        // The hashers of the standard library have random keys. Ids must be unique, not secret.
        let random = || RandomState::new().build_hasher().finish();
        let (process, count) = (random() >> 32, AtomicU64::new(random()));
        Self { process, count }
    }

    /// Unique in this process, and among processes with the probability of 96 random bits.
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

/// A bijective mix (the finaliser of `SplitMix64`), so that ids do not reveal the number of requests.
fn mix(count: u64) -> u64 {
    let mixed = (count ^ (count >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
