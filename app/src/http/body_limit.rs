//! How much a client may send, and how long it may take.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use poem::http::header;
use poem::{Body, Endpoint, Request, Response, Result};
use tokio::time::timeout;

use super::{HttpSettings, arrival};
use crate::problem::Problem;

/// How many bytes beyond the limit are read and thrown away, so that a client that sends first and reads later still gets
/// its answer instead of a reset connection.
const DISCARDED: usize = 1024 * 1024;

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
    let bytes = timeout(settings.body_timeout, read(body, most)).await;
    request.set_body(bytes.map_err(|_| Problem::body_timeout())??);
    next.call(request).await
}

fn length(request: &Request) -> Option<usize> {
    request
        .header(header::CONTENT_LENGTH.as_str())?
        .parse()
        .ok()
}

async fn read(body: Body, most: usize) -> Result<Bytes, Problem> {
    let mut chunks = body.into_bytes_stream();
    let mut bytes = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| broken())?;
        if bytes.len() + chunk.len() > most {
            discard(chunks).await;
            return Err(Problem::body_too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
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
