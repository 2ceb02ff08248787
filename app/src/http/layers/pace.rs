use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use poem::Body;
use tokio::time::{Instant, timeout_at};

use crate::http::problem::Problem;

/// How fast a body must come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyPace {
    /// How long a body may fall behind its rate: so also how long it may rest.
    pub grace: Duration,
    /// How many bytes a second it must have beyond that, at least 1.
    pub bytes_per_second: u32,
}

impl Default for BodyPace {
    /// 32 KiB a second, with 10 s to fall behind.
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(10),
            bytes_per_second: 32 * 1024,
        }
    }
}

/// A body as it comes, which must keep its pace. What comes faster than it must gives no more time than the grace, so that
/// nobody sends most of a body at once and then makes the end last.
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

    /// What comes next; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let chunk = timeout_at(self.deadline, self.chunks.try_next()).await;
        let chunk = chunk.map_err(|_| Problem::body_timeout())?;
        let chunk = chunk.map_err(|_| broken())?;
        if let Some(chunk) = &chunk {
            self.allow_for(chunk.len());
        }
        Ok(chunk)
    }

    /// Begins to count anew, after a wait that was not the client's.
    pub(super) fn rested(&mut self) {
        self.deadline = Instant::now() + self.pace.grace;
    }

    /// Reads up to `bytes` more and throws them away, so that a client that sends first and reads later still gets its answer
    /// instead of a reset connection.
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

fn broken() -> Problem {
    let detail = "the body broke off or is not framed as announced";
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

    /// Reads a body whose chunks of so many bytes come after so many seconds each; gives the time it took, and whether it came
    /// whole.
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
    async fn a_body_that_drips_is_cut_soon() {
        for chunks in [vec![(1, 1); 1_000], vec![(500, 1); 1_000]] {
            let (took, whole) = read(chunks).await;
            assert!(!whole && took < Duration::from_secs(25), "{took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_at_once_does_not_make_the_end_last() {
        let chunks = [vec![(1_000_000, 0)], vec![(1, 5); 100]].concat();
        let (took, whole) = read(chunks).await;
        assert!(!whole && took < Duration::from_secs(15), "{took:?}");
    }
}
