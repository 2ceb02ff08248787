use korotko_core::Zone;
use korotko_core::id::UserId;
use korotko_core::link::QueryForwarding;
use korotko_core::ports::{InsertUser, StoreError};
use korotko_core::user::{Email, Language, PasswordHash, User};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use super::link::query_forwarding;
use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub email_canonical: String,
    pub password_hash: String,
    pub language: String,
    pub default_query_forwarding: String,
    pub time_zone: Option<String>,
    pub verified_at: Option<i64>,
    pub verification_sent_at: Option<i64>,
    pub token_epoch: i64,
    pub administrator: bool,
    pub disabled_at: Option<i64>,
    pub links_disabled: bool,
    pub created_at: i64,
    pub deleted_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for User {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let id = row.id;
        let unreadable =
            || StoreError::internal(format!("the language of user {id} cannot be read"));
        Ok(Self {
            id: UserId(id),
            email: Email::from_stored(row.email, row.email_canonical),
            password_hash: PasswordHash::from_phc(row.password_hash),
            language: Language::from_tag(&row.language).ok_or_else(unreadable)?,
            default_query_forwarding: query_forwarding(&row.default_query_forwarding)?,
            // A zone that only a newer version knows must not lock the user out.
            time_zone: row.time_zone.and_then(|name| Zone::parse(&name).ok()),
            verified_at: row.verified_at.map(moment).transpose()?,
            verification_sent_at: row.verification_sent_at.map(moment).transpose()?,
            token_epoch: row.token_epoch,
            is_administrator: row.administrator,
            disabled_at: row.disabled_at.map(moment).transpose()?,
            links_disabled: row.links_disabled,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertUser> for ActiveModel {
    fn from(user: &InsertUser) -> Self {
        Self {
            id: NotSet,
            email: Set(user.email.as_typed().to_owned()),
            email_canonical: Set(user.email.canonical().to_owned()),
            password_hash: Set(user.password_hash.as_phc().to_owned()),
            language: Set(user.language.tag().to_owned()),
            default_query_forwarding: Set(QueryForwarding::default().name().to_owned()),
            time_zone: Set(None),
            verified_at: Set(None),
            verification_sent_at: Set(None),
            token_epoch: Set(0),
            administrator: Set(false),
            disabled_at: Set(None),
            links_disabled: Set(false),
            created_at: Set(micros(user.created_at)),
            deleted_at: NotSet,
        }
    }
}

/// All columns except the id and the time of deletion.
impl From<&User> for ActiveModel {
    fn from(user: &User) -> Self {
        Self {
            id: NotSet,
            email: Set(user.email.as_typed().to_owned()),
            email_canonical: Set(user.email.canonical().to_owned()),
            password_hash: Set(user.password_hash.as_phc().to_owned()),
            language: Set(user.language.tag().to_owned()),
            default_query_forwarding: Set(user.default_query_forwarding.name().to_owned()),
            time_zone: Set(user.time_zone.map(|zone| zone.name().to_owned())),
            verified_at: Set(user.verified_at.map(micros)),
            verification_sent_at: Set(user.verification_sent_at.map(micros)),
            token_epoch: Set(user.token_epoch),
            administrator: Set(user.is_administrator),
            disabled_at: Set(user.disabled_at.map(micros)),
            links_disabled: Set(user.links_disabled),
            created_at: Set(micros(user.created_at)),
            deleted_at: NotSet,
        }
    }
}
