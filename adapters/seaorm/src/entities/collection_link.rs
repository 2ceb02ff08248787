use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::{Membership, StoreError};
use sea_orm::entity::prelude::*;

/// The membership of a link in a collection.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collection_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection_id: i64,
    /// The link's time of creation.
    pub link_created_at: i64,
    /// Whether the link is deleted.
    pub link_deleted: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Membership {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            collection: CollectionId(row.collection_id),
            link: LinkId(row.link_id),
        })
    }
}
