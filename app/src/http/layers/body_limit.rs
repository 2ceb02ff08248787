//! How much a client may send, and how long it may take.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use poem::http::header;
use poem::{Endpoint, Request, Response, Result};

use super::large_bodies::Place;
use super::pace::PacedBody;
use super::settings::HttpSettings;
use super::{arrival, content_coding};
use crate::http::problem::Problem;

/// How many bytes beyond the limit are read and thrown away before a refusal.
const DISCARDED: usize = 1024 * 1024;

/// Reads the body as it comes, counting, whatever `Content-Length` says, and hands it on whole.
pub(super) async fn limit(
    next: Arc<impl Endpoint<Output = Response>>,
    mut request: Request,
    settings: Arc<HttpSettings>,
) -> Result<Response> {
    let body = request.take_body();
    if body.is_empty() {
        return next.call(request).await;
    }
    let body = PacedBody::new(body, settings.body_pace);
    let arriving = Arriving::new(&request, &settings);
    let (bytes, place) = arriving.read(body).await?;
    request.set_body(bytes);
    let answer = next.call(request).await;
    // Held until the answer: what is made of a large body is larger still.
    drop(place);
    answer
}

/// The body of a request, and what is known of it before it is read.
struct Arriving<'a> {
    request: &'a Request,
    settings: &'a HttpSettings,
    /// The most bytes that its route takes.
    most: usize,
    /// How many bytes the client announced.
    announced: Option<usize>,
    /// Whether the client waits to be asked for it, by `Expect: 100-continue`: it is asked when the body is read.
    waits: bool,
}

impl<'a> Arriving<'a> {
    fn new(request: &'a Request, settings: &'a HttpSettings) -> Self {
        let own = arrival::route(request).and_then(|route| route.body_limit);
        let announced = request.header(header::CONTENT_LENGTH.as_str());
        Self {
            request,
            settings,
            most: own.unwrap_or(settings.body_limit),
            announced: announced.and_then(|length| length.parse().ok()),
            waits: request.headers().contains_key(header::EXPECT),
        }
    }

    /// The body; and if it is larger than usual, the place for it, so that however many come, memory is bounded.
    async fn read(self, mut body: PacedBody) -> Result<(Bytes, Option<Place>)> {
        let account = match self.admit().await {
            Ok(account) => account,
            Err(refusal) => {
                self.discard(body, self.most).await;
                return Err(refusal);
            }
        };
        let mut bytes = BytesMut::new();
        let mut place = None;
        while let Some(chunk) = body.next().await? {
            let length = bytes.len() + chunk.len();
            if length > self.most {
                body.discard(DISCARDED).await;
                return Err(Problem::body_too_large(self.most).into());
            }
            if place.is_none() && length > self.settings.body_limit {
                let had = self.place(account).await;
                body.rested();
                match had {
                    Ok(had) => place = Some(had),
                    Err(refusal) => {
                        body.discard(self.most).await;
                        return Err(refusal);
                    }
                }
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok((bytes.freeze(), place))
    }

    /// What can be refused before anything is read; whose body it is when it is announced as a large one.
    async fn admit(&self) -> Result<Option<i64>> {
        content_coding::check(self.request.headers())?;
        let announced = self.announced.unwrap_or_default();
        let patience = if self.waits { 0 } else { DISCARDED };
        if announced > self.most.saturating_add(patience) {
            return Err(Problem::body_too_large(self.most).into());
        }
        if announced <= self.settings.body_limit || announced > self.most {
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

    /// A place for a body that turned out to be large. Who may not send one takes none.
    async fn place(&self, account: Option<i64>) -> Result<Place> {
        let large_bodies = &self.settings.large_bodies;
        let account = match account {
            Some(account) => account,
            None => large_bodies.accounts.account(self.request).await?,
        };
        Ok(large_bodies.place(account).await?)
    }

    /// Lets a client that is already sending get its refusal.
    async fn discard(&self, body: PacedBody, bytes: usize) {
        let hopeless = self.announced.is_some_and(|length| length > bytes);
        if !self.waits && !hopeless {
            body.discard(bytes).await;
        }
    }
}
