use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::ports::{InsertEmailChange, StoreError};
use korotko_core::user::{Email, EmailChange};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub old_email: String,
    pub old_email_canonical: String,
    pub new_email: String,
    pub new_email_canonical: String,
    pub token_epoch: i64,
    pub confirmed_by_old_at: Option<i64>,
    pub confirmed_by_new_at: Option<i64>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for EmailChange {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: EmailChangeId(row.id),
            user: UserId(row.user_id),
            old_email: Email::from_stored(row.old_email, row.old_email_canonical),
            new_email: Email::from_stored(row.new_email, row.new_email_canonical),
            token_epoch: row.token_epoch,
            confirmed_by_old_at: row.confirmed_by_old_at.map(moment).transpose()?,
            confirmed_by_new_at: row.confirmed_by_new_at.map(moment).transpose()?,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertEmailChange> for ActiveModel {
    fn from(change: &InsertEmailChange) -> Self {
        Self {
            id: NotSet,
            user_id: Set(change.user.0),
            old_email: Set(change.old_email.as_typed().to_owned()),
            old_email_canonical: Set(change.old_email.canonical().to_owned()),
            new_email: Set(change.new_email.as_typed().to_owned()),
            new_email_canonical: Set(change.new_email.canonical().to_owned()),
            token_epoch: Set(change.token_epoch),
            confirmed_by_old_at: Set(None),
            confirmed_by_new_at: Set(None),
            created_at: Set(micros(change.created_at)),
        }
    }
}
