use korotko_core::Revision;
use korotko_core::click::ClickTotals;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{
    Block, BlockCause, BlockReason, Link, Namespace, QueryForwarding, RedirectStatus, Slug, Tag,
    Tags, TargetUrl, Title, searchable_text,
};
use korotko_core::ports::{StoreError, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{DynIden, IntoIden};

use crate::number::stored;
use crate::time::{micros, moment};

/// The value of the namespace column for global links; for others it is the owner's id.
pub(crate) const GLOBAL: i64 = 0;

/// The column with the searchable text. It is written and searched, but never read, so it is not in [`Model`].
pub(crate) const SEARCH_TEXT: &str = "search_text";

/// The value of the tags column for no tags.
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
    pub query_forwarding: String,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub deleted_at: Option<i64>,
    pub title: Option<String>,
    pub tags: String,
    pub revision: i64,
    pub max_clicks: Option<i64>,
    pub fallback_url: Option<String>,
    /// Derived from `max_clicks` and the clicks taken, whenever one of them changes; see `Session::update_exhausted`.
    pub exhausted: bool,
    pub imported_clicks: Option<i64>,
    pub disabled_at: Option<i64>,
    pub blocked_at: Option<i64>,
    pub block_cause: Option<String>,
    pub block_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The condition that no unfinished import staged the link: staged links are invisible.
pub(crate) fn not_staged() -> Expr {
    Expr::cust(NOT_STAGED)
}

/// The same as text.
pub(crate) const NOT_STAGED: &str =
    "(links.import_id IS NULL OR links.import_id NOT IN (SELECT id FROM imports))";

/// The value of the namespace column.
pub(crate) fn namespace_column(namespace: Namespace) -> i64 {
    match namespace {
        Namespace::Global => GLOBAL,
        Namespace::Personal(owner) => owner.0,
    }
}

/// Reads the column of the namespace.
pub(crate) fn namespace(column: i64) -> Namespace {
    match column {
        GLOBAL => Namespace::Global,
        owner => Namespace::Personal(UserId(owner)),
    }
}

/// Reads the column of the redirect's status.
pub(crate) fn redirect_status(code: i64) -> Result<RedirectStatus, StoreError> {
    let known = u16::try_from(code).ok().map(RedirectStatus::from_code);
    let known = known.and_then(Result::ok);
    known.ok_or_else(|| StoreError::internal(format!("{code} is not a redirect status")))
}

/// Reads the column of the query forwarding, of a link or of a user's default.
pub(crate) fn query_forwarding(name: &str) -> Result<QueryForwarding, StoreError> {
    let known = QueryForwarding::from_name(name);
    known.ok_or_else(|| StoreError::internal(format!("{name:?} is not a query forwarding")))
}

/// Reads the tags column.
fn tags(column: &str) -> Result<Tags, StoreError> {
    if column == NO_TAGS {
        return Ok(Tags::default());
    }
    let tags: Vec<String> = serde_json::from_str(column).map_err(StoreError::internal)?;
    let tags = tags.into_iter().map(Tag::from_stored);
    Ok(Tags::from_stored(tags.collect()))
}

/// The value of the tags column.
fn tags_column(tags: &Tags) -> String {
    let tags: serde_json::Value = tags.as_slice().iter().map(Tag::as_str).collect();
    tags.to_string()
}

/// Reads the column of the most clicks.
pub(crate) fn max_clicks(column: Option<i64>) -> Result<Option<u64>, StoreError> {
    number(column)
}

/// Reads a column with a number of clicks.
fn number(column: Option<i64>) -> Result<Option<u64>, StoreError> {
    let number = column.map(u64::try_from).transpose();
    number.map_err(StoreError::internal)
}

/// Reads the columns of the block.
pub(crate) fn block(
    at: Option<i64>,
    cause: Option<String>,
    reason: Option<String>,
) -> Result<Option<Block>, StoreError> {
    let (Some(at), Some(cause)) = (at, cause) else {
        return Ok(None);
    };
    let known = BlockCause::from_name(&cause);
    let unknown = || StoreError::internal(format!("{cause:?} is not a cause of a block"));
    Ok(Some(Block {
        at: moment(at)?,
        cause: known.ok_or_else(unknown)?,
        reason: reason.map(BlockReason::from_stored),
    }))
}

/// Without click totals.
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
            query_forwarding: query_forwarding(&row.query_forwarding)?,
            expires_at: row.expires_at.map(moment).transpose()?,
            max_clicks: max_clicks(row.max_clicks)?,
            fallback: row.fallback_url.map(TargetUrl::from_stored),
            clicks: ClickTotals::default(),
            exhausted: row.exhausted,
            imported_clicks: number(row.imported_clicks)?,
            disabled_at: row.disabled_at.map(moment).transpose()?,
            block: block(row.blocked_at, row.block_cause, row.block_reason)?,
            created_at: moment(row.created_at)?,
            updated_at: moment(row.updated_at)?,
            revision: Revision(row.revision),
            deleted_at: row.deleted_at.map(moment).transpose()?,
        })
    }
}

/// The columns that are written when a link is created and when it changes: all except `id`, `created_at` and `exhausted`.
pub(crate) fn written(link: &Link) -> Vec<(DynIden, Value)> {
    let moment = |moment: Option<Timestamp>| Value::from(moment.map(micros));
    let namespace = namespace_column(link.namespace);
    let status = i64::from(link.redirect_status.code());
    let fallback = link.fallback.as_ref().map(TargetUrl::as_str);
    let block = link.block.as_ref();
    let reason = block.and_then(|block| block.reason.as_ref());
    let columns: [(Column, Value); 19] = [
        (Column::Namespace, namespace.into()),
        (Column::Slug, link.slug.as_str().into()),
        (Column::Url, link.target.as_str().into()),
        (Column::OwnerId, link.owner.map(|owner| owner.0).into()),
        (Column::RedirectStatus, status.into()),
        (Column::QueryForwarding, link.query_forwarding.name().into()),
        (Column::ExpiresAt, moment(link.expires_at)),
        (Column::MaxClicks, link.max_clicks.map(stored).into()),
        (Column::FallbackUrl, fallback.into()),
        (
            Column::ImportedClicks,
            link.imported_clicks.map(stored).into(),
        ),
        (Column::DisabledAt, moment(link.disabled_at)),
        (Column::BlockedAt, moment(block.map(|block| block.at))),
        (
            Column::BlockCause,
            block.map(|block| block.cause.name()).into(),
        ),
        (Column::BlockReason, reason.map(BlockReason::as_str).into()),
        (Column::UpdatedAt, micros(link.updated_at).into()),
        (Column::DeletedAt, moment(link.deleted_at)),
        (Column::Title, link.title.as_ref().map(Title::as_str).into()),
        (Column::Tags, tags_column(&link.tags).into()),
        (Column::Revision, link.revision.0.into()),
    ];
    let columns = columns
        .into_iter()
        .map(|(column, value)| (column.into_iden(), value));
    let text = (SEARCH_TEXT.into_iden(), search_text(link).into());
    columns.chain([text]).collect()
}

/// The searchable text; `None` for links that are not searched: those without an owner, and cleared ones.
pub(crate) fn search_text(link: &Link) -> Option<String> {
    let is_searched = link.owner.is_some() && !link.target.as_str().is_empty();
    let text = || searchable_text(&link.target, &link.slug, link.title.as_ref(), &link.tags);
    is_searched.then(text)
}
