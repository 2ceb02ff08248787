use korotko_core::id::{CollectionId, LinkId, ShareId, UserId};
use korotko_core::ports::{InsertShare, StoreError};
use korotko_core::share::{Share, ShareSubject};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shares")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub link_id: Option<i64>,
    pub collection_id: Option<i64>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Share {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let subject = match (row.link_id, row.collection_id) {
            (Some(id), None) => ShareSubject::Link(LinkId(id)),
            (None, Some(id)) => ShareSubject::Collection(CollectionId(id)),
            _ => {
                let message = format!("it is unknown what share {} shows", row.id);
                return Err(StoreError::internal(message));
            }
        };
        Ok(Self {
            id: ShareId(row.id),
            owner: UserId(row.owner_id),
            subject,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertShare> for ActiveModel {
    fn from(share: &InsertShare) -> Self {
        let (link, collection) = match share.subject {
            ShareSubject::Link(id) => (Some(id.0), None),
            ShareSubject::Collection(id) => (None, Some(id.0)),
        };
        Self {
            id: NotSet,
            owner_id: Set(share.owner.0),
            link_id: Set(link),
            collection_id: Set(collection),
            created_at: Set(micros(share.created_at)),
        }
    }
}
