use korotko_core::link::{Link, LinkState};
use korotko_core::ports::Timestamp;
use korotko_core::{display_host, display_url};

use crate::chart::sparkline;
use crate::visit::Visit;

/// A link in a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) slug: String,
    /// The URL to share.
    pub(crate) short: String,
    /// The title, or the target's host if there is none.
    pub(crate) title: String,
    pub(crate) target: String,
    pub(crate) tags: Vec<String>,
    pub(crate) clicks: u64,
    pub(crate) state: &'static str,
    /// The clicks of the last 30 days, as a small chart.
    pub(crate) recent: String,
    /// Their number, for those who do not see the chart.
    pub(crate) recent_clicks: u64,
}

impl Row {
    pub(crate) fn new(visit: &Visit<'_>, link: &Link, at: Timestamp, recent: &[u64]) -> Self {
        Self {
            id: link.id.0,
            slug: link.slug.to_string(),
            short: visit.site.korotko.links.share_url(link).into(),
            title: title(link),
            target: display_url(link.target.as_str()).into_owned(),
            tags: link
                .tags
                .as_slice()
                .iter()
                .map(ToString::to_string)
                .collect(),
            clicks: link.clicks.counts.humans,
            state: state_key(link.state(at)),
            recent: sparkline(recent),
            recent_clicks: recent.iter().sum(),
        }
    }

    pub(crate) fn is_live(&self) -> bool {
        self.state == "state-live"
    }
}

/// The title of a link, or its target's host if there is none.
pub(crate) fn title(link: &Link) -> String {
    let host = link.target.host().unwrap_or_default();
    let title = link.title.as_ref().map(ToString::to_string);
    title.unwrap_or_else(|| display_host(&host).into_owned())
}

/// The key of the text of a state.
pub(crate) fn state_key(state: LinkState) -> &'static str {
    match state {
        LinkState::Live => "state-live",
        LinkState::Expired => "state-expired",
        LinkState::Exhausted => "state-exhausted",
        LinkState::Disabled => "state-disabled",
        LinkState::Blocked => "state-blocked",
        _ => "state-deleted",
    }
}
