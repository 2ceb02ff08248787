use chrono::{DateTime, Utc};
use korotko_core::link::{Link, Links, Namespace, Tag};
use poem_openapi::Object;
use poem_openapi::types::Example;

use super::{LinkStateView, NamespaceView};
use crate::api::examples;

/// A link.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct LinkView {
    /// Never given to another link.
    pub id: i64,
    /// The short code.
    pub slug: String,
    /// Where it leads.
    pub url: String,
    /// Where it can be followed.
    pub share_url: String,
    /// Where the code counts.
    pub namespace: NamespaceView,
    /// What its owner calls it; `null` for nothing.
    #[oai(nullable)]
    pub title: Option<String>,
    /// The words by which its owner finds it, as they were given.
    pub tags: Vec<String>,
    /// Whether it leads to its target, and if it does not, why.
    pub state: LinkStateView,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; `"<revision>"` is the `ETag`.
    pub revision: i64,
    /// When it ends; `null` for never.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// After how many clicks it ends; `null` for never.
    #[oai(nullable)]
    pub max_clicks: Option<u64>,
    /// How often it was followed, by whomever. A click counts within a second or so.
    pub clicks: u64,
    /// How often people followed it: without bots and previews.
    pub human_clicks: u64,
    /// When it was followed last; `null` for never.
    #[oai(nullable)]
    pub last_click_at: Option<DateTime<Utc>>,
    /// When it was put into the trash, where it stays for 30 days; `null` for one that was not.
    #[oai(nullable)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// The status code of its redirect.
    pub redirect_status: u16,
}

impl LinkView {
    /// The link as it stands at `now`.
    pub(crate) fn new(link: &Link, links: &Links, now: DateTime<Utc>) -> Self {
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
            state: link.state(now).into(),
            created_at: link.created_at,
            updated_at: link.updated_at,
            revision: link.revision.0,
            expires_at: link.expires_at,
            max_clicks: link.max_clicks,
            clicks: link.clicks.counts.clicks(),
            human_clicks: link.clicks.counts.humans,
            last_click_at: link.clicks.last_at,
            deleted_at: link.deleted_at,
            redirect_status: link.redirect_status.code(),
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
            created_at: examples::past(),
            updated_at: examples::past(),
            revision: 1,
            expires_at: None,
            max_clicks: None,
            clicks: 12,
            human_clicks: 9,
            last_click_at: Some(examples::past()),
            deleted_at: None,
            redirect_status: 307,
        }
    }
}
