//! Links as JSON.

mod batch;
mod batch_outcome;
mod link_edit;
mod link_view;
mod new_link;

use korotko_core::link::LinkState;
use poem_openapi::Enum;
use serde::Deserialize;

pub(crate) use batch::LinkBatch;
pub(crate) use batch_outcome::LinkBatchOutcome;
pub(crate) use link_edit::LinkEdit;
pub(crate) use link_view::{LinkPageView, LinkView};
pub(crate) use new_link::NewLink;

/// Where a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Namespace")]
pub(crate) enum NamespaceView {
    /// Everywhere: `/promo`.
    Global,
    /// Among its owner's links: `/promo?u=1`.
    Personal,
}

/// Where a link stands: it redirects (`live`), is past its end (`expired`), or is in the trash (`deleted`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "LinkState")]
pub(crate) enum LinkStateView {
    /// It redirects.
    Live,
    /// It is past its end.
    Expired,
    /// It is in the trash.
    Deleted,
}

impl From<LinkState> for LinkStateView {
    fn from(state: LinkState) -> Self {
        match state {
            LinkState::Live => Self::Live,
            LinkState::Expired => Self::Expired,
            LinkState::Deleted => Self::Deleted,
        }
    }
}

impl From<LinkStateView> for LinkState {
    fn from(state: LinkStateView) -> Self {
        match state {
            LinkStateView::Live => Self::Live,
            LinkStateView::Expired => Self::Expired,
            LinkStateView::Deleted => Self::Deleted,
        }
    }
}
