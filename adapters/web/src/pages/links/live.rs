//! The number of clicks of a link, told while its page is open.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};
use korotko_core::id::{LinkId, UserId};
use korotko_texts::Texts;

use super::show::find;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::site::Site;
use crate::visit::Visit;

/// How long a browser waits before it asks again, such as after a restart of the service, in milliseconds.
const RETRY: &str = "retry: 10000\n";

/// The clicks of people on a link, as server-sent events (HTML, "Server-sent events") for its owner's page.
pub struct LiveClicks {
    site: Arc<Site>,
    /// The secret of the session.
    secret: String,
    user: UserId,
    link: LinkId,
    texts: &'static Texts,
    /// The number that was told last.
    told: Option<u64>,
}

impl LiveClicks {
    /// Those of the link with this id; `None` if it is not a link of whoever is signed in.
    pub(crate) async fn of(site: &Arc<Site>, visit: &Visit<'_>, id: &str) -> Option<Self> {
        let link = find(visit, id).await.ok()?;
        Some(Self {
            site: site.clone(),
            secret: visit.secret()?.to_owned(),
            user: visit.user()?.id,
            link: link.id,
            texts: visit.texts(),
            told: None,
        })
    }

    /// What is to be sent now: the number if it has changed; if it has not, nothing, or with `beats` a comment, which shows proxies that the
    /// connection is alive. `None` once the session has ended or the link is gone: then nothing more is sent.
    pub async fn next(&mut self, beats: bool) -> Option<Bytes> {
        let korotko = &self.site.korotko;
        let totals = korotko.links.read_clicks(self.user, self.link).await;
        let clicks = totals.ok()?.counts.humans;
        let has_changed = self.told != Some(clicks);
        if !has_changed && !beats {
            return Some(Bytes::new());
        }
        korotko.sessions.authenticate(&self.secret).await.ok()?;
        if !has_changed {
            return Some(Bytes::from_static(b":\n\n"));
        }
        let first = self.told.replace(clicks).is_none();
        let retry = if first { RETRY } else { "" };
        let number = self.texts.number(clicks);
        Some(format!("{retry}data: {number}\n\n").into())
    }
}

impl fmt::Debug for LiveClicks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveClicks")
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

/// The answer to HEAD, and where nothing is told: after such a status, a browser does not ask again (HTML, "The `EventSource` interface").
pub(crate) async fn none(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    find(visit, id).await?;
    let mut reply = Reply::content("text/event-stream", Bytes::new());
    if visit.request.method != Method::HEAD {
        *reply.0.status_mut() = StatusCode::NO_CONTENT;
    }
    Ok(reply)
}
