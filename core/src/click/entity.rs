use std::sync::Arc;

use super::{Agent, LanguageTag, Referrer, VisitorHash};
use crate::id::LinkId;
use crate::ports::Timestamp;

/// A click: a GET that was answered with a redirect, whoever sent it. Every number that Korotko shows counts clicks; a HEAD, a
/// refusal, or a request for a link that is not live is no click.
///
/// It identifies nobody: it contains no network address and no user agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// When the redirect was answered.
    pub at: Timestamp,
    /// The link.
    pub link: LinkId,
    /// The kind of client.
    pub kind: ClickKind,
    /// The referrer; `None` when the client sent none.
    pub referrer: Option<Referrer>,
    /// The recognised user agent.
    pub agent: Arc<Agent>,
    /// The language that the client prefers; `None` when it sent none.
    pub language: Option<LanguageTag>,
    /// Distinguishes this person from others within a day; `None` for bots and previews, and when no salt was available.
    pub visitor: Option<VisitorHash>,
}

/// The kind of client that sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ClickKind {
    /// A person who follows a link.
    #[default]
    Human,
    /// A bot: a crawler, a script, a monitor.
    Bot,
    /// A request on behalf of a person who may never come: a prefetch, or the preview of a link in a chat.
    Preview,
}

impl ClickKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Human, Self::Bot, Self::Preview];

    /// The kind's name, as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Bot => "bot",
            Self::Preview => "preview",
        }
    }
}
