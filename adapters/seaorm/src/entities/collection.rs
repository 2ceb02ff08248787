use korotko_core::Revision;
use korotko_core::collection::{Collection, CollectionName, Description};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{InsertCollection, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collections")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub name: String,
    pub name_folded: String,
    pub description: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A row with the collection's number of links.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Counted {
    #[sea_orm(nested)]
    row: Model,
    links: i64,
}

impl TryFrom<Counted> for Collection {
    type Error = StoreError;

    fn try_from(Counted { row, links }: Counted) -> Result<Self, StoreError> {
        Ok(Self {
            id: CollectionId(row.id),
            owner: UserId(row.owner_id),
            name: CollectionName::from_stored(row.name),
            description: row.description.map(Description::from_stored),
            links: u64::try_from(links).map_err(StoreError::internal)?,
            created_at: moment(row.created_at)?,
            updated_at: moment(row.updated_at)?,
            revision: Revision(row.revision),
        })
    }
}

impl Model {
    /// A collection that was just created.
    pub(crate) fn into_empty(self) -> Counted {
        Counted {
            row: self,
            links: 0,
        }
    }
}

impl From<&InsertCollection> for ActiveModel {
    fn from(collection: &InsertCollection) -> Self {
        Self {
            id: NotSet,
            owner_id: Set(collection.owner.0),
            created_at: Set(micros(collection.created_at)),
            updated_at: Set(micros(collection.created_at)),
            revision: Set(Revision::FIRST.0),
            ..described(&collection.name, collection.description.as_ref())
        }
    }
}

/// The columns that may change.
impl From<&Collection> for ActiveModel {
    fn from(collection: &Collection) -> Self {
        Self {
            updated_at: Set(micros(collection.updated_at)),
            revision: Set(collection.revision.0),
            ..described(&collection.name, collection.description.as_ref())
        }
    }
}

fn described(name: &CollectionName, description: Option<&Description>) -> ActiveModel {
    ActiveModel {
        name: Set(name.as_str().to_owned()),
        name_folded: Set(name.folded()),
        description: Set(description.map(|text| text.as_str().to_owned())),
        ..Default::default()
    }
}
