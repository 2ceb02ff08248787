use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyName, KeyScope, KeyScopes};
use korotko_core::ports::{InsertKey, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub name: String,
    pub prefix: String,
    pub hash: Vec<u8>,
    pub scopes: String,
    pub expires_at: Option<i64>,
    pub last_used_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Reads the column of the scopes. A scope that a newer version wrote allows nothing here.
fn scopes(names: &str) -> KeyScopes {
    let known = names.split(' ').filter_map(KeyScope::from_name);
    KeyScopes::new(&known.collect::<Vec<_>>())
}

impl TryFrom<Model> for ApiKey {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: KeyId(row.id),
            owner: UserId(row.owner_id),
            name: KeyName::from_stored(row.name),
            prefix: row.prefix,
            scopes: scopes(&row.scopes),
            expires_at: row.expires_at.map(moment).transpose()?,
            last_used_at: row.last_used_at.map(moment).transpose()?,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertKey> for ActiveModel {
    fn from(key: &InsertKey) -> Self {
        Self {
            id: NotSet,
            owner_id: Set(key.owner.0),
            name: Set(key.name.as_str().to_owned()),
            prefix: Set(key.prefix.clone()),
            hash: Set(key.hash.0.to_vec()),
            scopes: Set(key.scopes.to_string()),
            expires_at: Set(key.expires_at.map(micros)),
            last_used_at: Set(None),
            created_at: Set(micros(key.created_at)),
        }
    }
}
