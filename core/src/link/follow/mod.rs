//! Following a link, and resolving its target.

mod forward;
mod resolve;

use std::net::IpAddr;
use std::sync::Arc;

pub use resolve::{Redirect, ResolveLinkError};

use resolve::{Live, Resolved};

use super::{Links, Namespace, Slug};
use crate::click::{Agent, AgentClass, Click, ClickKind, LanguageTag, Referrer};
use crate::id::LinkId;
use crate::ports::{StoreError, Timestamp};

/// How many previews of a link do not count against its click limit: a messenger that previews a link must not use it up before
/// anybody has seen it. Anyone can claim to be a preview, so the number is small.
pub(super) const FREE_PREVIEWS: u64 = 20;

/// What a request reveals about the client that follows a link, as received.
#[derive(Debug, Clone, Default)]
pub struct ClientInfo<'a> {
    /// The recognised user agent.
    pub agent: Arc<Agent>,
    /// The user agent string. Only the visitor's hash is derived from it; it is not stored.
    pub user_agent: &'a str,
    /// The network address of the client. Only the visitor's hash is derived from it; it is not stored.
    pub address: Option<IpAddr>,
    /// The `Referer` field.
    pub referrer: Option<&'a str>,
    /// The `Accept-Language` field.
    pub languages: Option<&'a str>,
    /// Whether the client declares a prefetch (`Sec-Purpose: prefetch` and its predecessors).
    pub prefetch: bool,
}

impl ClientInfo<'_> {
    fn kind(&self) -> ClickKind {
        match self.agent.class {
            AgentClass::Bot => ClickKind::Bot,
            AgentClass::Preview => ClickKind::Preview,
            AgentClass::Person if self.prefetch => ClickKind::Preview,
            AgentClass::Person => ClickKind::Human,
        }
    }
}

impl Links {
    /// Follows a link: returns its target and records a click. It takes one look-up, and no unit of work unless the link has a
    /// click limit, because this path must be fast. Recording the click neither delays nor fails the redirect.
    ///
    /// An expired or exhausted link leads to its fallback, if it has one. That is no click: it is not recorded, and consumes
    /// nothing.
    pub async fn follow(
        &self,
        namespace: Namespace,
        slug: &str,
        client: &ClientInfo<'_>,
    ) -> Result<Redirect, ResolveLinkError> {
        let live = match self.look_up(namespace, slug, client.address).await? {
            Resolved::Live(live) => live,
            Resolved::Fallback(redirect) => return Ok(redirect),
        };
        if !self.consume(&live, client.kind()).await? {
            return live.exhausted();
        }
        Ok(self.record(live, client))
    }

    /// Does the same as [`follow`](Self::follow) without waiting; `None` if that is impossible: the route must be looked up, the
    /// link has a click limit, or there is no link.
    #[must_use]
    pub fn follow_known(
        &self,
        namespace: Namespace,
        slug: &Slug,
        client: &ClientInfo<'_>,
    ) -> Option<Result<Redirect, ResolveLinkError>> {
        let known = self.known(namespace, slug)?;
        Some(known.map(|resolved| match resolved {
            Resolved::Live(live) => self.record(live, client),
            Resolved::Fallback(redirect) => redirect,
        }))
    }

    /// Records the click of a redirect.
    fn record(&self, live: Live, client: &ClientInfo<'_>) -> Redirect {
        let click = self.click(live.redirect.link, live.at, client);
        self.ports.click_recorder.record(click);
        live.redirect
    }

    /// Consumes one of the clicks that a link may have, or one of its free previews; returns whether one was left.
    async fn consume(&self, live: &Live, kind: ClickKind) -> Result<bool, ResolveLinkError> {
        let Some(max) = live.max_clicks else {
            return Ok(true);
        };
        // Read first, so that requests to an exhausted link do not compete for writing.
        if self.is_exhausted(live).await? {
            return Ok(false);
        }
        let free = match kind {
            ClickKind::Preview => FREE_PREVIEWS,
            ClickKind::Human | ClickKind::Bot => 0,
        };
        let unit = self.ports.store.begin().await?;
        match unit.clicks().consume(live.redirect.link, max, free).await {
            Ok(false) => Ok(false),
            Ok(true) => {
                unit.commit().await?;
                Ok(true)
            }
            // The link's row has just been removed.
            Err(StoreError::Missing) => Err(ResolveLinkError::Gone),
            Err(error) => Err(error.into()),
        }
    }

    fn click(&self, link: LinkId, at: Timestamp, client: &ClientInfo<'_>) -> Click {
        let kind = client.kind();
        let person = client.address.filter(|_| kind == ClickKind::Human);
        Click {
            at,
            link,
            kind,
            referrer: client.referrer.and_then(Referrer::from_header),
            agent: Arc::clone(&client.agent),
            language: client.languages.and_then(LanguageTag::from_accept_language),
            visitor: person.and_then(|address| self.clicks.visitor(at, address, client.user_agent)),
        }
    }
}
