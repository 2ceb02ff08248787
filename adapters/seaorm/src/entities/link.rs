use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, RedirectStatus, Slug, TargetUrl};
use korotko_core::ports::{InsertLink, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

/// What the namespace column holds for links that everybody shares; else it holds the owner's id.
pub(crate) const GLOBAL: i64 = 0;

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
            redirect_status: redirect_status(row.redirect_status)?,
            expires_at: row.expires_at.map(moment).transpose()?,
            created_at: moment(row.created_at)?,
            updated_at: moment(row.updated_at)?,
            deleted_at: row.deleted_at.map(moment).transpose()?,
        })
    }
}

impl From<&InsertLink> for ActiveModel {
    fn from(link: &InsertLink) -> Self {
        Self {
            id: NotSet,
            namespace: Set(namespace_column(link.namespace)),
            slug: Set(link.slug.as_str().to_owned()),
            url: Set(link.target.as_str().to_owned()),
            owner_id: Set(link.owner.map(|owner| owner.0)),
            redirect_status: Set(link.redirect_status.code().into()),
            expires_at: Set(link.expires_at.map(micros)),
            created_at: Set(micros(link.created_at)),
            updated_at: Set(micros(link.created_at)),
            deleted_at: Set(None),
        }
    }
}

/// Every column but the id.
impl From<&Link> for ActiveModel {
    fn from(link: &Link) -> Self {
        Self {
            id: NotSet,
            namespace: Set(namespace_column(link.namespace)),
            slug: Set(link.slug.as_str().to_owned()),
            url: Set(link.target.as_str().to_owned()),
            owner_id: Set(link.owner.map(|owner| owner.0)),
            redirect_status: Set(link.redirect_status.code().into()),
            expires_at: Set(link.expires_at.map(micros)),
            created_at: Set(micros(link.created_at)),
            updated_at: Set(micros(link.updated_at)),
            deleted_at: Set(link.deleted_at.map(micros)),
        }
    }
}
