//! The JSON of links.

mod batch;
mod batch_result;
mod block_cause_view;
mod link_update;
mod link_view;
mod new_link;

use korotko_core::link::{LinkState, QueryForwarding, Scope};
use poem_openapi::Enum;
use serde::Deserialize;

pub(crate) use batch::LinkBatch;
pub(crate) use batch_result::LinkBatchResult;
pub(crate) use block_cause_view::BlockCauseView;
pub(crate) use link_update::LinkUpdate;
pub(crate) use link_view::LinkView;
pub(crate) use new_link::NewLink;

/// Where a slug is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Namespace", remote = "Scope")]
pub(crate) enum NamespaceView {
    /// In the whole service: `/promo`.
    Global,
    /// Among the links of its owner: `/promo?u=1`.
    Personal,
}

/// What happens to the query of a request to a link. `u`, which names the owner of a personal link, is never forwarded. If the
/// result has more than 2,048 bytes, the link redirects to its target as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(
    rename_all = "lowercase",
    rename = "QueryForwarding",
    remote = "QueryForwarding"
)]
pub(crate) enum QueryForwardingView {
    /// The query is dropped.
    Off,
    /// The parameters are added after those of the target: `/promo?a=2` of a link to `https://example.com/?a=1` leads to
    /// `https://example.com/?a=1&a=2`.
    Append,
    /// The parameters replace those of the target with the same names, and the others are added: `/promo?a=2&b=3` of a link to
    /// `https://example.com/?a=1&c=4` leads to `https://example.com/?c=4&a=2&b=3`.
    Override,
}

/// The state of a link. A `live` link redirects to its target. An `expired` link is past `expires_at`; an `exhausted` link has reached `max_clicks`;
/// a `disabled` link was switched off by its owner, or with all links of its owner by an administrator, and a `blocked` link by the operator of the service or by a list of blocked hosts, see `block_cause`; a `deleted` link is in the trash.
/// If several apply, the last one in this order is given. An `expired` or `exhausted` link redirects to its `fallback_url`, if it has
/// one. More states may be added; only `live` links redirect to their target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "LinkState")]
pub(crate) enum LinkStateView {
    /// The link redirects.
    Live,
    /// The link is past `expires_at`.
    Expired,
    /// The link has reached `max_clicks`.
    Exhausted,
    /// The owner switched the link off, or an administrator all links of the owner.
    Disabled,
    /// The operator of the service switched the link off, or a list of blocked hosts; `block_cause` says which.
    Blocked,
    /// The link is in the trash.
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
            // A state that is unknown here: the link does not redirect.
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
