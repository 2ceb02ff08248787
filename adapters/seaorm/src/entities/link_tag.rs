use sea_orm::entity::prelude::*;

/// A tag by which a link with an owner is found. The link itself has the tag as typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, DeriveEntityModel)]
#[sea_orm(table_name = "link_tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub folded: String,
    /// The link's time of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub created_at: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
