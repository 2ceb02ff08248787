use korotko_core::administration::{Actor, AuditEntry};
use korotko_core::id::{AuditEntryId, UserId};
use korotko_core::ports::{InsertAuditEntry, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub created_at: i64,
    pub actor_id: Option<i64>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: i64,
    pub details: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for AuditEntry {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: AuditEntryId(row.id),
            created_at: moment(row.created_at)?,
            actor: Actor::from_user(row.actor_id.map(UserId)),
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            details: row.details,
        })
    }
}

impl From<&InsertAuditEntry> for ActiveModel {
    fn from(entry: &InsertAuditEntry) -> Self {
        Self {
            id: NotSet,
            created_at: Set(micros(entry.created_at)),
            actor_id: Set(entry.actor.user().map(|user| user.0)),
            action: Set(entry.action.name().to_owned()),
            subject_kind: Set(entry.subject.kind().to_owned()),
            subject_id: Set(entry.subject.id()),
            details: Set(entry.details.clone()),
        }
    }
}
