use std::error::Error;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{Either, Full};
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::Notify;

/// A request is being received or answered.
const BUSY: u64 = u64::MAX;
/// A response is complete and not yet sent.
const ANSWERED: u64 = u64::MAX - 1;

/// The state of a connection, to close it without losing a request.
#[derive(Debug)]
pub(super) struct Activity {
    opened: Instant,
    /// The time since `opened`, in microseconds, at which the connection became idle; or one of the states above.
    state: AtomicU64,
    used: AtomicBool,
    leaving: AtomicBool,
    makes_room: AtomicBool,
    leave: Notify,
}

impl Activity {
    /// The state of a new connection.
    pub(super) fn new() -> Self {
        Self {
            opened: Instant::now(),
            state: AtomicU64::new(0),
            used: AtomicBool::new(false),
            leaving: AtomicBool::new(false),
            makes_room: AtomicBool::new(false),
            leave: Notify::new(),
        }
    }

    /// How long the connection has been idle; `None` if it is not.
    pub(super) fn idle(&self) -> Option<Duration> {
        let state = self.state.load(Ordering::Relaxed);
        let since = (state < ANSWERED).then(|| Duration::from_micros(state))?;
        Some(self.opened.elapsed().saturating_sub(since))
    }

    /// Whether there was no request yet.
    pub(super) fn is_unused(&self) -> bool {
        !self.used.load(Ordering::Relaxed)
    }

    /// Asks the connection to close as soon as no request is lost.
    pub(super) fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
        self.leave.notify_one();
    }

    /// Asks the connection to close for a waiting one: at once, unless a request has started to arrive.
    pub(super) fn make_room(&self) {
        self.makes_room.store(true, Ordering::Relaxed);
        self.leave();
    }

    /// Whether it was asked to close for a waiting connection.
    pub(super) fn makes_room(&self) -> bool {
        self.makes_room.load(Ordering::Relaxed)
    }

    /// Whether it was asked to close.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    /// Whether a request head is overdue: the connection has been idle for `timeout`. A request that arrives slowly counts as
    /// well, since only a complete head ends the idle time.
    pub(super) fn is_overdue(&self, timeout: Duration) -> bool {
        self.idle().is_some_and(|idle| idle >= timeout)
    }

    /// Asks the connection to close if it is overdue. One check of all connections now and then is cheaper than a timer that
    /// every request sets and stops.
    pub(super) fn check_overdue(&self, timeout: Duration) {
        if self.is_overdue(timeout) {
            self.leave.notify_one();
        }
    }

    /// Completes when the connection is asked to close.
    pub(super) async fn notified(&self) {
        self.leave.notified().await;
    }

    pub(super) fn request_arrived(&self) {
        self.used.store(true, Ordering::Relaxed);
        self.state.store(BUSY, Ordering::Relaxed);
    }

    /// Called when everything written has been sent.
    pub(super) fn flushed(&self) {
        if self.state.load(Ordering::Relaxed) == ANSWERED {
            let since = u64::try_from(self.opened.elapsed().as_micros());
            self.state.store(since.unwrap_or(0), Ordering::Relaxed);
        }
    }
}

/// A response body that records its end.
pub(super) struct Answer {
    body: Either<Full<Bytes>, BoxBody<Bytes, io::Error>>,
    activity: Arc<Activity>,
}

impl Answer {
    /// A body that is complete.
    pub(super) fn full(body: Full<Bytes>, activity: Arc<Activity>) -> Self {
        let body = Either::Left(body);
        Self { body, activity }
    }

    /// A body that is still being created.
    pub(super) fn stream(body: BoxBody<Bytes, io::Error>, activity: Arc<Activity>) -> Self {
        let body = Either::Right(body);
        Self { body, activity }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.activity.state.store(ANSWERED, Ordering::Relaxed);
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
