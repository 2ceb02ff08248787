//! Links as JSON.

mod batch;
mod batch_outcome;
mod link_edit;
mod link_view;
mod new_link;

use korotko_core::link::{LinkState, Scope};
use poem_openapi::Enum;
use serde::Deserialize;

pub(crate) use batch::LinkBatch;
pub(crate) use batch_outcome::LinkBatchOutcome;
pub(crate) use link_edit::LinkEdit;
pub(crate) use link_view::LinkView;
pub(crate) use new_link::NewLink;

/// Where a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Namespace", remote = "Scope")]
pub(crate) enum NamespaceView {
    /// Everywhere: `/promo`.
    Global,
    /// Among its owner's links: `/promo?u=1`.
    Personal,
}

/// Whether a link leads to its target (`live`), and if it does not, why: it is past its end (`expired`), had as many clicks as it
/// may have (`exhausted`), was switched off by its owner (`disabled`) or by whoever runs the service (`blocked`), or is in the
/// trash (`deleted`). Where several hold, the last of them in this order is told. There may be more states one day; a link
/// leads to its target in `live` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "LinkState")]
pub(crate) enum LinkStateView {
    /// It redirects.
    Live,
    /// It is past its end.
    Expired,
    /// It had as many clicks as it may have.
    Exhausted,
    /// Its owner switched it off.
    Disabled,
    /// Whoever runs the service switched it off.
    Blocked,
    /// It is in the trash.
    Deleted,
}

impl From<LinkState> for LinkStateView {
    fn from(state: LinkState) -> Self {
        match state {
            LinkState::Live => Self::Live,
            LinkState::Expired => Self::Expired,
            LinkState::Exhausted => Self::Exhausted,
            LinkState::Blocked => Self::Blocked,
            LinkState::Deleted => Self::Deleted,
            // One that is not known here: the link does not lead to its target.
            _ => Self::Disabled,
        }
    }
}

impl From<LinkStateView> for LinkState {
    fn from(state: LinkStateView) -> Self {
        match state {
            LinkStateView::Live => Self::Live,
            LinkStateView::Expired => Self::Expired,
            LinkStateView::Exhausted => Self::Exhausted,
            LinkStateView::Disabled => Self::Disabled,
            LinkStateView::Blocked => Self::Blocked,
            LinkStateView::Deleted => Self::Deleted,
        }
    }
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ToJSON;

    use super::{LinkState, LinkStateView};

    #[test]
    fn every_state_has_its_name_on_the_wire() {
        for state in LinkState::ALL {
            let view = LinkStateView::from(state);
            assert_eq!(view.to_json(), Some(state.name().into()));
            assert_eq!(LinkState::from(view), state);
        }
    }
}
