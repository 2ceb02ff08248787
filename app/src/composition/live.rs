//! Server-sent events, for pages that are open.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use korotko_web::{LiveClicks, PageRequest, Pages};
use poem::http::header;
use poem::{Body, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How many pages are told at the same time: each has a connection, and the number of its link is read every second.
const STREAMS: usize = 100;

/// How often a number is read.
const PACE: Duration = Duration::from_secs(1);

/// After how many reads without a change a comment is sent: proxies close connections that are silent for a minute.
const SILENT: u32 = 15;

/// The pages that are told of clicks, which clones share.
#[derive(Clone)]
pub(super) struct LiveStreams {
    free: Arc<Semaphore>,
    stopping: Arc<AtomicBool>,
}

impl LiveStreams {
    /// Streams that end once `stopping` is set.
    pub(super) fn new(stopping: Arc<AtomicBool>) -> Self {
        Self {
            free: Arc::new(Semaphore::new(STREAMS)),
            stopping,
        }
    }

    /// The stream that a page asks for; `None` if the request is another one, or there are too many streams.
    pub(super) async fn answer(&self, pages: &Pages, request: &PageRequest) -> Option<Response> {
        let clicks = pages.live_clicks(request).await?;
        let place = self.free.clone().try_acquire_owned().ok()?;
        let mut ticks = interval(PACE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let live = Live {
            clicks,
            ticks,
            silent: 0,
            stopping: self.stopping.clone(),
            _place: place,
        };
        let events = stream::unfold(live, |mut live| async move {
            let event = live.next().await?;
            Some((Ok::<_, io::Error>(event), live))
        });
        let response = Response::builder()
            .content_type("text/event-stream")
            .header(header::CACHE_CONTROL, "no-store")
            // nginx would keep events back until there are many.
            .header("x-accel-buffering", "no");
        Some(response.body(Body::from_bytes_stream(events)))
    }
}

/// The stream of a page.
struct Live {
    clicks: LiveClicks,
    ticks: Interval,
    /// How many reads ago something was sent.
    silent: u32,
    stopping: Arc<AtomicBool>,
    _place: OwnedSemaphorePermit,
}

impl Live {
    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            self.ticks.tick().await;
            if self.stopping.load(Ordering::Relaxed) {
                return None;
            }
            self.silent += 1;
            let event = self.clicks.next(self.silent >= SILENT).await?;
            if !event.is_empty() {
                self.silent = 0;
                return Some(event);
            }
        }
    }
}
