use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, StoreError, Timestamp, UserRepository};
use korotko_core::user::{Email, User};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entities::user::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> UserRepository for Session<C> {
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError> {
        let same = Column::EmailCanonical.eq(email.canonical());
        self.one(Entity::find().filter(same)).await
    }

    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError> {
        // Outside a unit the lock would be gone before the row is read. (On SQLite a unit alone writes, and nothing is locked.)
        self.writer()?;
        // Not so exclusive that it would wait for rows which refer to the user, as tags of links do.
        let held = Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate);
        self.one(held).await
    }

    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError> {
        let insert = Entity::insert(ActiveModel::from(user));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn update(&self, user: &User) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .set(ActiveModel::from(user))
            .filter(Column::Id.eq(user.id.0));
        self.update_one(update).await
    }

    async fn delete(&self, id: UserId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }

    async fn delete_lapsed(&self, sent_until: Timestamp) -> Result<u64, StoreError> {
        let delete = Entity::delete_many()
            .filter(Column::VerifiedAt.is_null())
            .filter(Column::VerificationSentAt.lte(micros(sent_until)));
        self.delete_all(delete).await
    }
}
