//! Links, sets and accounts as they stand in files, and the report on an import.

use chrono::{DateTime, Utc};
use korotko_core::link::{CreateLinkError, ExportedLink, Links, Namespace};
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;
use crate::api::links::dto::{LinkStateView, NamespaceView};
use crate::http::problem::ProblemBody;

/// A link in an export.
#[derive(Object)]
#[oai(example)]
pub(super) struct LinkRecord {
    /// Where it leads.
    pub url: String,
    /// The short code.
    pub slug: String,
    /// Where the code counts.
    pub namespace: NamespaceView,
    /// What its owner calls it.
    #[oai(nullable)]
    pub title: Option<String>,
    /// The words by which its owner finds it.
    pub tags: Vec<String>,
    /// The names of the sets that it is in.
    pub collections: Vec<String>,
    /// When it ends; `null` for never.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// The status code of its redirect.
    pub redirect_status: u16,
    /// After how many clicks it ends; `null` for never.
    #[oai(nullable)]
    pub max_clicks: Option<u64>,
    /// How often it was followed.
    pub clicks: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Where it can be followed.
    pub share_url: String,
    /// Its state when it was exported.
    pub state: LinkStateView,
}

impl LinkRecord {
    pub(super) fn new(exported: ExportedLink, links: &Links) -> Self {
        let ExportedLink {
            link,
            state,
            collections,
        } = exported;
        let share_url = links.share_url(&link).into();
        let tags = link.tags.as_slice().iter().map(ToString::to_string);
        Self {
            url: link.target.to_string(),
            slug: link.slug.to_string(),
            namespace: match link.namespace {
                Namespace::Global => NamespaceView::Global,
                Namespace::Personal(_) => NamespaceView::Personal,
            },
            title: link.title.map(|title| title.to_string()),
            tags: tags.collect(),
            collections: collections.iter().map(ToString::to_string).collect(),
            expires_at: link.expires_at,
            redirect_status: link.redirect_status.code(),
            max_clicks: link.max_clicks,
            clicks: link.clicks.counts.clicks(),
            created_at: link.created_at,
            share_url,
            state: state.into(),
        }
    }
}

impl Example for LinkRecord {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            slug: examples::SLUG.to_owned(),
            namespace: NamespaceView::Personal,
            title: Some(examples::TITLE.to_owned()),
            tags: examples::tags(),
            collections: vec![examples::COLLECTION.to_owned()],
            expires_at: Some(examples::future()),
            redirect_status: 307,
            max_clicks: None,
            clicks: 12,
            created_at: examples::past(),
            share_url: examples::SHARE_URL.to_owned(),
            state: LinkStateView::Live,
        }
    }
}

/// A link to be imported: one of an export, or less.
#[derive(Object)]
#[oai(example, skip_serializing_if_is_none)]
pub(super) struct ImportRecord {
    /// Where it leads: a complete http or https URL.
    #[oai(validator(max_length = 2048))]
    pub url: String,
    /// The short code. Seven random letters and digits when it is left out.
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]*$"))]
    pub slug: Option<String>,
    /// Where the code counts: `personal` by default.
    pub namespace: Option<NamespaceView>,
    /// What its owner calls it.
    #[oai(validator(max_length = 255))]
    pub title: Option<String>,
    /// The words by which its owner finds it.
    #[oai(default, validator(max_items = 20, min_length = 1, max_length = 50))]
    pub tags: Vec<String>,
    /// The names of the sets to put it into; those that are missing are made.
    #[oai(default)]
    pub collections: Vec<String>,
    /// When it ends. Never, when it is left out.
    pub expires_at: Option<DateTime<Utc>>,
    /// 307 (the default), 302, 301 or 308.
    pub redirect_status: Option<u16>,
    /// After how many clicks it ends. Never, when it is left out.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub max_clicks: Option<u64>,
    /// Not looked at: the link begins anew.
    pub clicks: Option<u64>,
    /// Not looked at: the link is made now.
    pub created_at: Option<DateTime<Utc>>,
    /// Not looked at.
    pub share_url: Option<String>,
    /// Not looked at: the link is live.
    pub state: Option<LinkStateView>,
}

impl Example for ImportRecord {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            slug: Some(examples::SLUG.to_owned()),
            namespace: None,
            title: Some(examples::TITLE.to_owned()),
            tags: examples::tags(),
            collections: vec![examples::COLLECTION.to_owned()],
            expires_at: Some(examples::future()),
            redirect_status: None,
            max_clicks: None,
            clicks: None,
            created_at: None,
            share_url: None,
            state: None,
        }
    }
}

/// What became of an import.
#[derive(Object)]
#[oai(example)]
pub(super) struct ImportReport {
    /// Whether nothing was to be changed.
    pub dry_run: bool,
    /// How many rows there are.
    pub rows: u64,
    /// How many of them were imported, or would be.
    pub imported: u64,
    /// How many of them were refused.
    pub refused: u64,
    /// What became of each row, in their order.
    pub results: Vec<ImportResult>,
}

impl Example for ImportReport {
    fn example() -> Self {
        Self {
            dry_run: false,
            rows: 2,
            imported: 1,
            refused: 1,
            results: vec![
                ImportResult {
                    line: 2,
                    status: 201,
                    id: Some(1),
                    slug: Some(examples::SLUG.to_owned()),
                    share_url: Some(examples::SHARE_URL.to_owned()),
                    problem: None,
                },
                ImportResult {
                    line: 3,
                    status: 409,
                    id: None,
                    slug: None,
                    share_url: None,
                    problem: Some(ProblemBody::of(&CreateLinkError::SlugTaken)),
                },
            ],
        }
    }
}

/// What became of a row.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct ImportResult {
    /// On which line of the file it begins, from 1.
    pub line: u64,
    /// 201 when it was imported, or would be; else the status that `createLink` would have answered with.
    pub status: u16,
    /// The id of its link; not in a dry run.
    pub id: Option<i64>,
    /// The code of its link; in a dry run, only one that the row names.
    pub slug: Option<String>,
    /// Where its link can be followed; not in a dry run.
    pub share_url: Option<String>,
    /// Why it was refused.
    pub problem: Option<ProblemBody>,
}
