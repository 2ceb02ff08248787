use chrono::{DateTime, Utc};
use korotko_core::link::{Link, LinkState, Links, Namespace, Tag};
use poem_openapi::Object;
use poem_openapi::types::Example;

use super::{BlockCauseView, LinkStateView, NamespaceView, QueryForwardingView};
use crate::api::examples;

/// A link.
#[derive(Debug, Object)]
#[oai(example, rename = "Link")]
pub(crate) struct LinkView {
    /// The id, which is never reused.
    pub id: i64,
    /// The slug.
    pub slug: String,
    /// The target URL.
    pub url: String,
    /// The short URL to share.
    pub share_url: String,
    /// Where the slug is unique.
    pub namespace: NamespaceView,
    /// The title; `null` if there is none.
    #[oai(nullable)]
    pub title: Option<String>,
    /// The tags, as given.
    pub tags: Vec<String>,
    /// The state: whether the link redirects, and if not, why.
    pub state: LinkStateView,
    /// Since when the link is blocked; `null` if it is not.
    #[oai(nullable)]
    pub blocked_at: Option<DateTime<Utc>>,
    /// By whom, or by what, the link is blocked; `null` if it is not.
    #[oai(nullable)]
    pub block_cause: Option<BlockCauseView>,
    /// The reason of the block; `null` if a list is the cause, or if there is no block.
    #[oai(nullable)]
    pub block_reason: Option<String>,
    /// When the link was created.
    pub created_at: DateTime<Utc>,
    /// When the link was last changed.
    pub updated_at: DateTime<Utc>,
    /// The revision, which rises with each change; `"<revision>"` is the `ETag`.
    pub revision: i64,
    /// When the link expires; `null` for never.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// The maximum number of clicks; `null` for no maximum.
    #[oai(nullable)]
    pub max_clicks: Option<u64>,
    /// Where the link redirects once it is `expired` or `exhausted`; `null` if it answers 410 then.
    #[oai(nullable)]
    pub fallback_url: Option<String>,
    /// The number of clicks, of people, bots and previews. A click is counted within about a second.
    pub clicks: u64,
    /// The number of clicks of people, without bots and previews.
    pub human_clicks: u64,
    /// The number of clicks that another service counted before the link was imported, which no other number contains; `null` if none is
    /// known.
    #[oai(nullable)]
    pub imported_clicks: Option<u64>,
    /// The time of the last click; `null` if there was none.
    #[oai(nullable)]
    pub last_click_at: Option<DateTime<Utc>>,
    /// When the link was moved to the trash, where it stays for 30 days; `null` if it is not in the trash.
    #[oai(nullable)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// The HTTP status of the redirect.
    pub redirect_status: u16,
    /// What happens to the query of a request to the link.
    pub query_forwarding: QueryForwardingView,
}

impl LinkView {
    /// The link with its state at `now`.
    pub(crate) fn new(link: &Link, links: &Links, now: DateTime<Utc>) -> Self {
        Self::in_state(link, links, link.state(now))
    }

    /// The link in this state.
    pub(crate) fn in_state(link: &Link, links: &Links, state: LinkState) -> Self {
        let block = link.block.as_ref();
        let reason = block.and_then(|block| block.reason.as_ref());
        let tags = link.tags.as_slice().iter().map(Tag::to_string);
        Self {
            id: link.id.0,
            slug: link.slug.to_string(),
            url: link.target.to_string(),
            share_url: links.share_url(link).into(),
            namespace: match link.namespace {
                Namespace::Global => NamespaceView::Global,
                Namespace::Personal(_) => NamespaceView::Personal,
            },
            title: link.title.as_ref().map(ToString::to_string),
            tags: tags.collect(),
            state: state.into(),
            blocked_at: block.map(|block| block.at),
            block_cause: block.map(|block| block.cause.into()),
            block_reason: reason.map(ToString::to_string),
            created_at: link.created_at,
            updated_at: link.updated_at,
            revision: link.revision.0,
            expires_at: link.expires_at,
            max_clicks: link.max_clicks,
            fallback_url: link.fallback.as_ref().map(ToString::to_string),
            clicks: link.clicks.counts.clicks(),
            human_clicks: link.clicks.counts.humans,
            imported_clicks: link.imported_clicks,
            last_click_at: link.clicks.last_at,
            deleted_at: link.deleted_at,
            redirect_status: link.redirect_status.code(),
            query_forwarding: link.query_forwarding.into(),
        }
    }
}

impl Example for LinkView {
    fn example() -> Self {
        Self {
            id: 1,
            slug: examples::SLUG.to_owned(),
            url: examples::URL.to_owned(),
            share_url: examples::SHARE_URL.to_owned(),
            namespace: NamespaceView::Personal,
            title: Some(examples::TITLE.to_owned()),
            tags: examples::tags(),
            state: LinkStateView::Live,
            blocked_at: None,
            block_cause: None,
            block_reason: None,
            created_at: examples::past(),
            updated_at: examples::past(),
            revision: 1,
            expires_at: None,
            max_clicks: None,
            fallback_url: None,
            clicks: 12,
            human_clicks: 9,
            imported_clicks: None,
            last_click_at: Some(examples::past()),
            deleted_at: None,
            redirect_status: 307,
            query_forwarding: QueryForwardingView::Off,
        }
    }
}
