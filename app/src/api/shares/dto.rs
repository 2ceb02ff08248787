use chrono::{DateTime, Utc};
use korotko_core::click::{ClickKind, Counts};
use korotko_core::share::{OpenShare, Share, ShareSubject, Shared, Shares};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};

use crate::api::examples;
use crate::api::statistics::dto::ClickCounts;

/// A share of one of your links or collections.
#[derive(Object)]
#[oai(example, rename = "Share")]
pub(super) struct ShareView {
    /// The URL of the page with the statistics, for people. Whoever knows it sees them.
    pub url: String,
    /// The token, the last segment of the URL, for `getShare` and `getShareStatistics`.
    pub token: String,
    /// The id of the link; `null` if a collection is shared.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// The id of the collection; `null` if a link is shared.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// When the share was created.
    pub created_at: DateTime<Utc>,
}

impl ShareView {
    pub(super) fn new(share: &Share, shares: &Shares) -> Self {
        let (link_id, collection_id) = ids(share.subject);
        Self {
            url: shares.url(share).into(),
            token: shares.token(share),
            link_id,
            collection_id,
            created_at: share.created_at,
        }
    }
}

impl Example for ShareView {
    fn example() -> Self {
        Self {
            url: format!("http://localhost:8080/s/{}", examples::SHARE_TOKEN),
            token: examples::SHARE_TOKEN.to_owned(),
            link_id: Some(1),
            collection_id: None,
            created_at: examples::past(),
        }
    }
}

/// The ids of a link or collection, of which one is `None`.
fn ids(subject: ShareSubject) -> (Option<i64>, Option<i64>) {
    match subject {
        ShareSubject::Link(id) => (Some(id.0), None),
        ShareSubject::Collection(id) => (None, Some(id.0)),
    }
}

/// What is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "SharedKind")]
pub(super) enum SharedKindView {
    /// One link.
    Link,
    /// The links of a collection.
    Collection,
}

/// What a share shows.
#[derive(Object)]
#[oai(example, rename = "SharedStatistics")]
pub(super) struct SharedView {
    /// Whether a link or a collection is shared.
    pub kind: SharedKindView,
    /// The short URL of the link; `null` for a collection.
    #[oai(nullable)]
    pub share_url: Option<String>,
    /// When the link was created; `null` for a collection.
    #[oai(nullable)]
    pub created_at: Option<DateTime<Utc>>,
    /// The name of the collection; `null` for a link.
    #[oai(nullable)]
    pub name: Option<String>,
    /// The number of links in the collection; `null` for a link.
    #[oai(nullable)]
    pub links: Option<u64>,
    /// Since when the statistics are shared.
    pub shared_at: DateTime<Utc>,
    /// The time zone (IANA) of statistics that name none: that of the owner.
    pub tz: String,
    /// All clicks: of a link since it was created, of a collection those of the links that are in it now.
    pub total: ClickCounts,
}

impl SharedView {
    pub(super) fn new(open: &OpenShare, total: Counts) -> Self {
        let nothing = Self {
            kind: SharedKindView::Link,
            share_url: None,
            created_at: None,
            name: None,
            links: None,
            shared_at: open.share.created_at,
            tz: open.zone().name().to_owned(),
            total: total.into(),
        };
        match &open.shared {
            Shared::Link {
                share_url,
                created_at,
            } => Self {
                share_url: Some(share_url.to_string()),
                created_at: Some(*created_at),
                ..nothing
            },
            Shared::Collection { name, links } => Self {
                kind: SharedKindView::Collection,
                name: Some(name.to_string()),
                links: Some(*links),
                ..nothing
            },
        }
    }
}

impl Example for SharedView {
    fn example() -> Self {
        Self {
            kind: SharedKindView::Link,
            share_url: Some(examples::SHARE_URL.to_owned()),
            created_at: Some(examples::past()),
            name: None,
            links: None,
            shared_at: examples::past(),
            tz: examples::TIME_ZONE.to_owned(),
            total: Counts::one(ClickKind::Human, true).into(),
        }
    }
}

/// A share in the export of an account, without its token.
#[derive(Object)]
#[oai(example)]
pub(crate) struct ShareRecord {
    /// The id, which is never reused.
    pub id: i64,
    /// The id of the link; `null` if a collection is shared.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// The id of the collection; `null` if a link is shared.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// When the share was created.
    pub created_at: DateTime<Utc>,
}

impl From<&Share> for ShareRecord {
    fn from(share: &Share) -> Self {
        let (link_id, collection_id) = ids(share.subject);
        Self {
            id: share.id.0,
            link_id,
            collection_id,
            created_at: share.created_at,
        }
    }
}

impl Example for ShareRecord {
    fn example() -> Self {
        Self {
            id: 1,
            link_id: Some(1),
            collection_id: None,
            created_at: examples::past(),
        }
    }
}
