use korotko_core::id::LinkId;
use korotko_core::link::{Link, LinkPage, LinkState};
use korotko_core::ports::Timestamp;
use korotko_core::{display_host, display_url};

use crate::chart::sparkline;
use crate::failure::Failure;
use crate::visit::Visit;

/// The number of days of the small charts.
const DAYS: u32 = 30;

/// A link in a list.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) slug: String,
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
    fn new(link: &Link, at: Timestamp, recent: &[u64]) -> Self {
        Self {
            id: link.id.0,
            slug: link.slug.to_string(),
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

/// The links of a page of whoever is signed in.
pub(crate) async fn rows(visit: &Visit<'_>, page: &LinkPage) -> Result<Vec<Row>, Failure> {
    let user = visit.require_user()?;
    let ids: Vec<LinkId> = page.items.iter().map(|link| link.id).collect();
    let statistics = &visit.site.korotko.statistics;
    let recent = statistics.recent_days(user, &ids, DAYS).await?;
    let rows = page.items.iter().zip(&recent);
    let rows = rows.map(|(link, recent)| Row::new(link, page.at, recent));
    Ok(rows.collect())
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
