//! Limits on the size and pace of bodies.

use bytes::{Bytes, BytesMut};
use poem::http::header;
use poem::{Request, Result};

use super::large_bodies::BodySlot;
use super::pace::PacedBody;
use super::settings::HttpSettings;
use super::{arrival, content_coding};
use crate::http::problem::Problem;

/// The number of bytes beyond the limit that are read and discarded before the error response.
const DISCARDED: usize = 1024 * 1024;

/// Reads the body, counting its bytes independently of `Content-Length`, and puts it back complete. The slot of a large body must be
/// held until the response: parsing the body takes even more memory.
pub(super) async fn read(
    request: &mut Request,
    settings: &HttpSettings,
) -> Result<Option<BodySlot>> {
    let body = request.take_body();
    if body.is_empty() {
        return Ok(None);
    }
    let body = PacedBody::new(body, settings.body_pace);
    let (bytes, slot) = Arriving::new(request, settings).read(body).await?;
    request.set_body(bytes);
    Ok(slot)
}

/// A request whose body is not read yet.
struct Arriving<'a> {
    request: &'a Request,
    settings: &'a HttpSettings,
    /// The maximum size for its route.
    max: usize,
    /// The size that the client announced.
    announced: Option<usize>,
    /// Whether the client waits for `100 Continue`, which is sent when the body is read.
    waits: bool,
}

impl<'a> Arriving<'a> {
    fn new(request: &'a Request, settings: &'a HttpSettings) -> Self {
        let own = arrival::route(request).and_then(|route| route.body_limit);
        let announced = request.header(header::CONTENT_LENGTH.as_str());
        Self {
            request,
            settings,
            max: own.unwrap_or(settings.body_limit),
            announced: announced.and_then(|length| length.parse().ok()),
            waits: request.headers().contains_key(header::EXPECT),
        }
    }

    /// The body, with its slot if it is large: slots bound the memory of all large bodies.
    async fn read(self, mut body: PacedBody) -> Result<(Bytes, Option<BodySlot>)> {
        let account = match self.admit().await {
            Ok(account) => account,
            Err(refusal) => {
                self.discard(body, self.max).await;
                return Err(refusal);
            }
        };
        let mut bytes = BytesMut::new();
        let mut slot = None;
        while let Some(chunk) = body.next().await? {
            let length = bytes.len() + chunk.len();
            if length > self.max {
                body.discard(DISCARDED).await;
                return Err(Problem::body_too_large(self.max).into());
            }
            if slot.is_none() && length > self.settings.body_limit {
                let acquired = self.slot(account).await;
                body.restart_pace();
                match acquired {
                    Ok(acquired) => slot = Some(acquired),
                    Err(refusal) => {
                        body.discard(self.max).await;
                        return Err(refusal);
                    }
                }
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok((bytes.freeze(), slot))
    }

    /// Refuses what can be refused before reading. Returns the account if a large body is announced.
    async fn admit(&self) -> Result<Option<i64>> {
        content_coding::check(self.request.headers())?;
        let announced = self.announced.unwrap_or_default();
        let discarded = if self.waits { 0 } else { DISCARDED };
        if announced > self.max.saturating_add(discarded) {
            return Err(Problem::body_too_large(self.max).into());
        }
        if announced <= self.settings.body_limit || announced > self.max {
            return Ok(None);
        }
        let account = self
            .settings
            .large_bodies
            .accounts
            .account(self.request)
            .await;
        account.map(Some)
    }

    /// A slot for a body that turns out to be large. A request without an account takes none.
    async fn slot(&self, account: Option<i64>) -> Result<BodySlot> {
        let large_bodies = &self.settings.large_bodies;
        let account = match account {
            Some(account) => account,
            None => large_bodies.accounts.account(self.request).await?,
        };
        Ok(large_bodies.slot(account).await?)
    }

    /// Reads and discards the body of a client that is already sending, so that it receives the response.
    async fn discard(&self, body: PacedBody, bytes: usize) {
        let too_much = self.announced.is_some_and(|length| length > bytes);
        if !self.waits && !too_much {
            body.discard(bytes).await;
        }
    }
}
