use korotko_core::id::{SessionId, UserId};
use korotko_core::ports::{InsertSession, StoreError};
use korotko_core::session::{AgentName, Session};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub hash: Vec<u8>,
    pub agent: String,
    pub epoch: i64,
    pub created_at: i64,
    pub last_seen_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Session {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: SessionId(row.id),
            user: UserId(row.user_id),
            agent: AgentName::from_stored(row.agent),
            epoch: row.epoch,
            created_at: moment(row.created_at)?,
            last_seen_at: moment(row.last_seen_at)?,
        })
    }
}

impl From<&InsertSession> for ActiveModel {
    fn from(session: &InsertSession) -> Self {
        let created_at = micros(session.created_at);
        Self {
            id: NotSet,
            user_id: Set(session.user.0),
            hash: Set(session.hash.0.to_vec()),
            agent: Set(session.agent.as_str().to_owned()),
            epoch: Set(session.epoch),
            created_at: Set(created_at),
            last_seen_at: Set(created_at),
        }
    }
}
