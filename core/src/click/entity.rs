use std::sync::Arc;

use super::{Agent, LanguageTag, Referrer, VisitorHash};
use crate::id::LinkId;
use crate::ports::Timestamp;

/// A click: a GET that was answered with a redirect, whoever sent it. Every number that Korotko shows counts these, and
/// nothing else is one: not a HEAD, not a refusal, not a link that is over.
///
/// It names nobody: no address of the network and no user agent is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Click {
    /// When it was answered.
    pub at: Timestamp,
    /// Of which link.
    pub link: LinkId,
    /// Who sent it.
    pub kind: ClickKind,
    /// From where; `None` when the client did not say.
    pub referrer: Option<Referrer>,
    /// By what.
    pub agent: Arc<Agent>,
    /// The language that the client prefers; `None` when it did not say.
    pub language: Option<LanguageTag>,
    /// Tells this person from others within one day; `None` for what is no person, and when no salt was at hand.
    pub visitor: Option<VisitorHash>,
}

/// Who sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ClickKind {
    /// A person who follows a link.
    #[default]
    Human,
    /// A program that goes by itself: a crawler, a script, a monitor.
    Bot,
    /// A look ahead on behalf of a person who may never come: a prefetch, or the preview of a link in a chat.
    Preview,
}

impl ClickKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Human, Self::Bot, Self::Preview];

    /// The kind's name, as it is shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Bot => "bot",
            Self::Preview => "preview",
        }
    }
}
