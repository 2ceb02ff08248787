//! How much a client may send, and how long it may take.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use poem::http::header;
use poem::{Body, Endpoint, Request, Response, Result};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::{HttpSettings, arrival};
use crate::problem::Problem;

/// How many bytes beyond the limit are read and thrown away, so that a client that sends first and reads later still gets
/// its answer instead of a reset connection.
const DISCARDED: usize = 1024 * 1024;

/// How much of a body must arrive within [`HttpSettings::body_timeout`]; a larger one has as many times as long.
const PACE: usize = 1024 * 1024;

/// Reads the body as it comes, counting, whatever `Content-Length` says, and hands it on whole.
pub(super) async fn limit<E>(
    next: Arc<E>,
    mut request: Request,
    settings: Arc<HttpSettings>,
) -> Result<Response>
where
    E: Endpoint<Output = Response>,
{
    let body = request.take_body();
    if body.is_empty() {
        return next.call(request).await;
    }
    let own = arrival::route(&request).and_then(|route| route.body_limit);
    let most = own.unwrap_or(settings.body_limit);
    let announced = length(&request);
    if announced.is_some_and(|length| length > most.saturating_add(DISCARDED)) {
        return Err(Problem::body_too_large(most).into());
    }
    // Asked for with `Expect: 100-continue`, a body is only sent when it is read.
    let waits = request.headers().contains_key(header::EXPECT);
    if waits && announced.is_some_and(|length| length > most) {
        return Err(Problem::body_too_large(most).into());
    }
    let times = u32::try_from(most.div_ceil(PACE)).unwrap_or(u32::MAX);
    let time = settings.body_timeout.saturating_mul(times);
    let bytes = timeout(time, read(body, most, &settings)).await;
    // Held until the answer: what is made of a large body is larger still.
    let (bytes, _permit) = bytes.map_err(|_| Problem::body_timeout())??;
    request.set_body(bytes);
    next.call(request).await
}

fn length(request: &Request) -> Option<usize> {
    request
        .header(header::CONTENT_LENGTH.as_str())?
        .parse()
        .ok()
}

/// The body; and if it is larger than usual, the permit for it, so that however many come, memory is bounded.
async fn read(
    body: Body,
    most: usize,
    settings: &HttpSettings,
) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Problem> {
    let mut chunks = body.into_bytes_stream();
    let mut bytes = BytesMut::new();
    let mut permit = None;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| broken())?;
        if bytes.len() + chunk.len() > most {
            discard(chunks).await;
            return Err(Problem::body_too_large(most));
        }
        if permit.is_none() && bytes.len() + chunk.len() > settings.body_limit {
            let permits = settings.large_bodies.clone();
            let had = timeout(settings.large_body_wait, permits.acquire_owned()).await;
            permit = Some(
                had.ok()
                    .and_then(Result::ok)
                    .ok_or_else(Problem::unavailable)?,
            );
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((bytes.freeze(), permit))
}

async fn discard(mut chunks: impl Stream<Item = std::io::Result<Bytes>> + Unpin) {
    let mut left = DISCARDED;
    while let Some(Ok(chunk)) = chunks.next().await
        && chunk.len() <= left
    {
        left -= chunk.len();
    }
}

fn broken() -> Problem {
    Problem::bad_request(
        "malformed-body",
        "the body broke off or is not framed as announced",
    )
}
