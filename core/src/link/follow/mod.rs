//! Following a link, and finding where it leads.

mod resolve;

use std::net::IpAddr;
use std::sync::Arc;

pub use resolve::{Redirect, ResolveLinkError};

use resolve::Resolved;

use super::{Links, Namespace};
use crate::click::{Agent, AgentClass, Click, ClickKind, LanguageTag, Referrer};
use crate::id::LinkId;
use crate::ports::{StoreError, Timestamp};

/// How many previews of a link do not count against its limit of clicks: a messenger that shows where a link leads must not use
/// it up before anybody has seen it. Whoever claims to be a preview is believed, and so there are not many.
pub(super) const FREE_PREVIEWS: u64 = 20;

/// What a request tells of whoever follows a link, as it came.
#[derive(Debug, Clone, Default)]
pub struct Follower<'a> {
    /// What the user agent was recognised as.
    pub agent: Arc<Agent>,
    /// The user agent itself. Only the visitor's hash is made of it, and it is kept nowhere.
    pub user_agent: &'a str,
    /// The network address of the client. Only the visitor's hash is made of it, and it is kept nowhere.
    pub address: Option<IpAddr>,
    /// The `Referer` field.
    pub referrer: Option<&'a str>,
    /// The `Accept-Language` field.
    pub languages: Option<&'a str>,
    /// Whether the client says that it only looks ahead (`Sec-Purpose: prefetch` and its forerunners).
    pub prefetch: bool,
}

impl Follower<'_> {
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
    /// Where the code `slug` of this namespace leads, for somebody who goes there: this is a click. It takes one look-up, and no
    /// unit of work unless the link has a limit of clicks: this is the path that must be quick. What counts the click neither
    /// makes it wait nor fail.
    pub async fn follow(
        &self,
        namespace: Namespace,
        slug: &str,
        follower: &Follower<'_>,
    ) -> Result<Redirect, ResolveLinkError> {
        let Resolved {
            redirect,
            max_clicks,
            at,
        } = self.look_up(namespace, slug).await?;
        if let Some(most) = max_clicks {
            let free = match follower.kind() {
                ClickKind::Preview => FREE_PREVIEWS,
                ClickKind::Human | ClickKind::Bot => 0,
            };
            self.take(redirect.link, most, free).await?;
        }
        let click = self.click(redirect.link, at, follower);
        self.ports.click_recorder.record(click);
        Ok(redirect)
    }

    /// Takes one of the clicks that a link may have, or one of its free previews.
    async fn take(&self, link: LinkId, most: u64, free: u64) -> Result<(), ResolveLinkError> {
        // Asked first, so that those who come too late take nobody's turn to write.
        if self.ports.store.statistics().count_taken(link).await? >= most {
            return Err(ResolveLinkError::Gone);
        }
        let unit = self.ports.store.begin().await?;
        match unit.clicks().take(link, most, free).await {
            Ok(true) => Ok(unit.commit().await?),
            // The link's row went this moment.
            Ok(false) | Err(StoreError::Missing) => Err(ResolveLinkError::Gone),
            Err(error) => Err(error.into()),
        }
    }

    fn click(&self, link: LinkId, at: Timestamp, follower: &Follower<'_>) -> Click {
        let kind = follower.kind();
        let person = follower.address.filter(|_| kind == ClickKind::Human);
        Click {
            at,
            link,
            kind,
            referrer: follower.referrer.and_then(Referrer::from_header),
            agent: Arc::clone(&follower.agent),
            language: follower
                .languages
                .and_then(LanguageTag::from_accept_language),
            visitor: person
                .and_then(|address| self.clicks.visitor(at, address, follower.user_agent)),
        }
    }
}
