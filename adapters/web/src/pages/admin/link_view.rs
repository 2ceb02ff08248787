use korotko_core::administration::FoundLink;
use korotko_core::display_url;
use korotko_core::link::{Block, BlockCause, LinkState};

use crate::moment::Moment;
use crate::pages::links::row::state_key;
use crate::visit::Visit;

/// A link of anybody, as administrators see it.
#[derive(Debug)]
pub(super) struct LinkView {
    pub(super) id: i64,
    /// The short URL.
    pub(super) short: String,
    /// The short URL without its scheme, which people read.
    pub(super) shown: String,
    pub(super) target: String,
    pub(super) owner: Option<Owner>,
    pub(super) state: &'static str,
    pub(super) is_live: bool,
    /// Whether there is anything left to block or delete.
    pub(super) is_left: bool,
    pub(super) created: Moment,
    pub(super) block: Option<BlockView>,
}

/// The owner of a link.
#[derive(Debug)]
pub(super) struct Owner {
    pub(super) id: i64,
    pub(super) email: String,
}

/// Why a link is blocked.
#[derive(Debug)]
pub(super) struct BlockView {
    /// The key of the text of its cause.
    pub(super) cause: &'static str,
    /// Whether an administrator can end it.
    pub(super) can_end: bool,
    pub(super) reason: String,
    pub(super) since: Moment,
}

impl LinkView {
    pub(super) fn new(visit: &Visit<'_>, found: &FoundLink) -> Self {
        let link = &found.link;
        let short = String::from(visit.site.korotko.links.share_url(link));
        let shown = short.split_once("://").map_or(&*short, |(_, rest)| rest);
        let owner = found.owner.as_ref().map(|owner| Owner {
            id: owner.id.0,
            email: owner.email.as_typed().to_owned(),
        });
        let block = link.block.as_ref();
        Self {
            id: link.id.0,
            shown: display_url(shown).into_owned(),
            target: display_url(link.target.as_str()).into_owned(),
            state: state_key(found.state),
            is_live: found.state == LinkState::Live,
            is_left: link.deleted_at.is_none() || link.owner.is_some(),
            created: Moment::new(link.created_at, visit.zone()),
            block: block.map(|block| BlockView::new(visit, block)),
            owner,
            short,
        }
    }
}

impl BlockView {
    fn new(visit: &Visit<'_>, block: &Block) -> Self {
        let cause = match block.cause {
            BlockCause::Operator => "block-operator",
            BlockCause::Legal => "block-legal",
            BlockCause::List => "block-list",
        };
        let reason = block.reason.as_ref().map(ToString::to_string);
        Self {
            cause,
            can_end: block.cause != BlockCause::List,
            reason: reason.unwrap_or_default(),
            since: Moment::new(block.at, visit.zone()),
        }
    }
}
