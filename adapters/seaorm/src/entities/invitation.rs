use korotko_core::id::InvitationId;
use korotko_core::ports::{InsertInvitation, StoreError};
use korotko_core::user::{Email, Invitation, Language};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub email_canonical: String,
    pub language: String,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Invitation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let id = row.id;
        let unreadable =
            || StoreError::internal(format!("the language of invitation {id} cannot be read"));
        Ok(Self {
            id: InvitationId(id),
            email: Email::from_stored(row.email, row.email_canonical),
            language: Language::from_tag(&row.language).ok_or_else(unreadable)?,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertInvitation> for ActiveModel {
    fn from(invitation: &InsertInvitation) -> Self {
        Self {
            id: NotSet,
            email: Set(invitation.email.as_typed().to_owned()),
            email_canonical: Set(invitation.email.canonical().to_owned()),
            language: Set(invitation.language.tag().to_owned()),
            created_at: Set(micros(invitation.created_at)),
        }
    }
}
