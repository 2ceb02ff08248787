use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use poem::Body;
use tokio::time::{Instant, timeout_at};

use crate::http::problem::Problem;

/// The minimum pace of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyPace {
    /// How long a body may lag behind its rate, and so pause.
    pub grace: Duration,
    /// The minimum rate in bytes per second, at least 1.
    pub bytes_per_second: u32,
}

impl Default for BodyPace {
    /// 32 KiB per second, with a grace of 10 s.
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(10),
            bytes_per_second: 32 * 1024,
        }
    }
}

/// A body that must keep its pace. Arriving early never extends the time beyond the grace, so that a client cannot send most of a body at
/// once and then delay the end.
pub(super) struct PacedBody {
    chunks: BoxStream<'static, io::Result<Bytes>>,
    pace: BodyPace,
    deadline: Instant,
}

impl PacedBody {
    pub(super) fn new(body: Body, pace: BodyPace) -> Self {
        Self {
            chunks: body.into_bytes_stream().boxed(),
            pace,
            deadline: Instant::now() + pace.grace,
        }
    }

    /// The next chunk; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let chunk = timeout_at(self.deadline, self.chunks.try_next()).await;
        let chunk = chunk.map_err(|_| Problem::body_timeout())?;
        let chunk = chunk.map_err(|_| malformed())?;
        if let Some(chunk) = &chunk {
            self.allow_for(chunk.len());
        }
        Ok(chunk)
    }

    /// Restarts the pace, after a wait that the client did not cause.
    pub(super) fn restart_pace(&mut self) {
        self.deadline = Instant::now() + self.pace.grace;
    }

    /// Reads and discards up to `bytes`, so that a client that reads the response only after sending everything receives it instead of a
    /// reset.
    pub(super) async fn discard(mut self, bytes: usize) {
        let mut left = bytes;
        while let Ok(Some(chunk)) = self.next().await
            && chunk.len() <= left
        {
            left -= chunk.len();
        }
    }

    fn allow_for(&mut self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let time = Duration::from_secs(1) * bytes / self.pace.bytes_per_second.max(1);
        self.deadline = (self.deadline + time).min(Instant::now() + self.pace.grace);
    }
}

fn malformed() -> Problem {
    let detail = "the body is incomplete or its framing is invalid";
    Problem::bad_request("malformed-body", detail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use futures_util::stream;
    use tokio::time::sleep;

    use super::*;

    const PACE: BodyPace = BodyPace {
        grace: Duration::from_secs(10),
        bytes_per_second: 1000,
    };

    /// Reads a body of chunks, each with its size in bytes and its delay in seconds; returns the time taken, and whether it was
    /// complete.
    async fn read(chunks: Vec<(usize, u64)>) -> (Duration, bool) {
        let begin = Instant::now();
        let body = stream::iter(chunks).then(async |(bytes, seconds)| {
            sleep(Duration::from_secs(seconds)).await;
            Ok::<_, io::Error>(Bytes::from(vec![0; bytes]))
        });
        let mut body = PacedBody::new(Body::from_bytes_stream(body), PACE);
        let whole = loop {
            match body.next().await {
                Ok(Some(_)) => {}
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        (begin.elapsed(), whole)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_keeps_its_pace_may_take_long() {
        assert!(read(vec![(9_000, 9); 100]).await.1);
        assert!(read(vec![(1_000, 1); 1_000]).await.1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_times_out_early() {
        for chunks in [vec![(1, 1); 1_000], vec![(500, 1); 1_000]] {
            let (took, whole) = read(chunks).await;
            assert!(!whole && took < Duration::from_secs(25), "{took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_fast_start_does_not_extend_the_time_for_the_end() {
        let chunks = [vec![(1_000_000, 0)], vec![(1, 5); 100]].concat();
        let (took, whole) = read(chunks).await;
        assert!(!whole && took < Duration::from_secs(15), "{took:?}");
    }
}
