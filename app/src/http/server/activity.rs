use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::Notify;

/// A request is being received or answered.
const BUSY: u64 = u64::MAX;
/// An answer is complete and not yet sent.
const ANSWERED: u64 = u64::MAX - 1;

/// What a connection is doing, so that one may be closed without a loss.
#[derive(Debug)]
pub(super) struct Activity {
    opened: Instant,
    /// How many microseconds after `opened` the connection began to wait for a request, or one of the states above.
    state: AtomicU64,
    used: AtomicBool,
    told: AtomicBool,
    makes_room: AtomicBool,
    leave: Notify,
}

impl Activity {
    /// That of a connection that was just opened.
    pub(super) fn new() -> Self {
        Self {
            opened: Instant::now(),
            state: AtomicU64::new(0),
            used: AtomicBool::new(false),
            told: AtomicBool::new(false),
            makes_room: AtomicBool::new(false),
            leave: Notify::new(),
        }
    }

    /// For how long it has been waiting for a request: nothing of an answer is left to be sent.
    pub(super) fn idle(&self) -> Option<Duration> {
        let state = self.state.load(Ordering::Relaxed);
        let since = (state < ANSWERED).then(|| Duration::from_micros(state))?;
        Some(self.opened.elapsed().saturating_sub(since))
    }

    /// Whether no request has come so far.
    pub(super) fn is_unused(&self) -> bool {
        !self.used.load(Ordering::Relaxed)
    }

    /// Asks the connection to end as soon as nothing is lost by that.
    pub(super) fn leave(&self) {
        self.told.store(true, Ordering::Relaxed);
        self.leave.notify_one();
    }

    /// The same, for another that waits: so for no request of which nothing has come.
    pub(super) fn make_room(&self) {
        self.makes_room.store(true, Ordering::Relaxed);
        self.leave();
    }

    /// Whether another waits for its place.
    pub(super) fn makes_room(&self) -> bool {
        self.makes_room.load(Ordering::Relaxed)
    }

    /// Whether it was asked to end.
    pub(super) fn is_leaving(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// Comes back when it is asked to end.
    pub(super) async fn told_to_leave(&self) {
        self.leave.notified().await;
    }

    pub(super) fn request_came(&self) {
        self.used.store(true, Ordering::Relaxed);
        self.state.store(BUSY, Ordering::Relaxed);
    }

    /// Nothing is left that was written and not yet sent.
    pub(super) fn flushed(&self) {
        if self.state.load(Ordering::Relaxed) == ANSWERED {
            let since = u64::try_from(self.opened.elapsed().as_micros());
            self.state.store(since.unwrap_or(0), Ordering::Relaxed);
        }
    }
}

/// A body that notes when all of it was taken.
pub(super) struct Answer {
    body: BoxBody<Bytes, io::Error>,
    activity: Arc<Activity>,
}

impl Answer {
    pub(super) fn new(body: BoxBody<Bytes, io::Error>, activity: Arc<Activity>) -> Self {
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
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
