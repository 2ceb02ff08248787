use korotko_core::Revision;
use korotko_core::click::ClickTotals;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{
    Link, Namespace, RedirectStatus, Slug, Tag, Tags, TargetUrl, Title, searchable_text,
};
use korotko_core::ports::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{DynIden, IntoIden};

use crate::rollup::stored;
use crate::time::{micros, moment};

/// What the namespace column holds for links that everybody shares; else it holds the owner's id.
pub(crate) const GLOBAL: i64 = 0;

/// The column of what a search looks into. It is written and searched, but never read back, so it is not in [`Model`].
pub(crate) const SEARCH_TEXT: &str = "search_text";

/// What the column of the tags holds where there are none.
pub(crate) const NO_TAGS: &str = "[]";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "links")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub namespace: i64,
    pub slug: String,
    pub url: String,
    pub owner_id: Option<i64>,
    pub redirect_status: i64,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub deleted_at: Option<i64>,
    pub title: Option<String>,
    pub tags: String,
    pub revision: i64,
    pub max_clicks: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the namespace column holds.
pub(crate) fn namespace_column(namespace: Namespace) -> i64 {
    match namespace {
        Namespace::Global => GLOBAL,
        Namespace::Personal(owner) => owner.0,
    }
}

/// What the column of the redirect's status means.
pub(crate) fn redirect_status(code: i64) -> Result<RedirectStatus, StoreError> {
    let known = u16::try_from(code).ok().map(RedirectStatus::from_code);
    let known = known.and_then(Result::ok);
    known.ok_or_else(|| StoreError::broken(format!("{code} is no redirect")))
}

/// What the column of the tags means.
fn tags(column: &str) -> Result<Tags, StoreError> {
    if column == NO_TAGS {
        return Ok(Tags::default());
    }
    let tags: Vec<String> = serde_json::from_str(column).map_err(StoreError::broken)?;
    let tags = tags.into_iter().map(Tag::from_stored);
    Ok(Tags::from_stored(tags.collect()))
}

/// What the column of the tags holds.
fn tags_column(tags: &Tags) -> String {
    let tags: serde_json::Value = tags.as_slice().iter().map(Tag::as_str).collect();
    tags.to_string()
}

/// What the column of the most clicks means.
pub(crate) fn max_clicks(column: Option<i64>) -> Result<Option<u64>, StoreError> {
    let most = column.map(u64::try_from).transpose();
    most.map_err(StoreError::broken)
}

/// With the totals of a link that was never clicked.
impl TryFrom<Model> for Link {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: LinkId(row.id),
            namespace: match row.namespace {
                GLOBAL => Namespace::Global,
                owner => Namespace::Personal(UserId(owner)),
            },
            slug: Slug::from_stored(row.slug),
            target: TargetUrl::from_stored(row.url),
            owner: row.owner_id.map(UserId),
            title: row.title.map(Title::from_stored),
            tags: tags(&row.tags)?,
            redirect_status: redirect_status(row.redirect_status)?,
            expires_at: row.expires_at.map(moment).transpose()?,
            max_clicks: max_clicks(row.max_clicks)?,
            clicks: ClickTotals::default(),
            created_at: moment(row.created_at)?,
            updated_at: moment(row.updated_at)?,
            revision: Revision(row.revision),
            deleted_at: row.deleted_at.map(moment).transpose()?,
        })
    }
}

/// What is written of a link, when it is made and when it changes: every column but `id` and `created_at`.
pub(crate) fn written(link: &Link) -> [(DynIden, Value); 13] {
    let column = |column: Column| column.into_iden();
    [
        (
            column(Column::Namespace),
            namespace_column(link.namespace).into(),
        ),
        (column(Column::Slug), link.slug.as_str().into()),
        (column(Column::Url), link.target.as_str().into()),
        (
            column(Column::OwnerId),
            link.owner.map(|owner| owner.0).into(),
        ),
        (
            column(Column::RedirectStatus),
            i64::from(link.redirect_status.code()).into(),
        ),
        (
            column(Column::ExpiresAt),
            link.expires_at.map(micros).into(),
        ),
        (
            column(Column::MaxClicks),
            link.max_clicks.map(stored).into(),
        ),
        (column(Column::UpdatedAt), micros(link.updated_at).into()),
        (
            column(Column::DeletedAt),
            link.deleted_at.map(micros).into(),
        ),
        (
            column(Column::Title),
            link.title.as_ref().map(Title::as_str).into(),
        ),
        (column(Column::Tags), tags_column(&link.tags).into()),
        (column(Column::Revision), link.revision.0.into()),
        (SEARCH_TEXT.into_iden(), search_text(link).into()),
    ]
}

/// What a search looks into; nothing where nobody searches: of a link that is nobody's, or that was cleared.
pub(crate) fn search_text(link: &Link) -> Option<String> {
    let found = link.owner.is_some() && !link.target.as_str().is_empty();
    let text = || searchable_text(&link.target, &link.slug, link.title.as_ref(), &link.tags);
    found.then(text)
}
