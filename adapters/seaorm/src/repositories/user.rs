use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, StoreError, Timestamp, UserRepository};
use korotko_core::user::{Email, User};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, UpdateMany,
};

use crate::entities::user::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> UserRepository for Session<C> {
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.one(kept().filter(Column::Id.eq(id.0))).await
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError> {
        let same = Column::EmailCanonical.eq(email.canonical());
        self.one(kept().filter(same)).await
    }

    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError> {
        // Outside a unit the lock would be released before the row is read. (SQLite has a single writer, and needs no lock.)
        self.writer()?;
        // Not so exclusive that it waits for rows that refer to the user, as tags of links do.
        let locked = kept().filter(Column::Id.eq(id.0));
        self.one(locked.lock(LockType::NoKeyUpdate)).await
    }

    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError> {
        let insert = Entity::insert(ActiveModel::from(user));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn update(&self, user: &User) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .set(ActiveModel::from(user))
            .filter(Column::Id.eq(user.id.0))
            .filter(Column::DeletedAt.is_null());
        self.update_one(update).await
    }

    async fn delete(&self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let delete = delete(now).filter(Column::Id.eq(id.0));
        Ok(self.update_all(delete).await? > 0)
    }

    async fn delete_lapsed(
        &self,
        sent_until: Timestamp,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let lapsed = kept()
            .select_only()
            .column(Column::Id)
            .filter(Column::VerifiedAt.is_null())
            .filter(Column::VerificationSentAt.lte(micros(sent_until)))
            .order_by_asc(Column::Id)
            .limit(limit)
            .lock(LockType::NoKeyUpdate);
        let delete = delete(now).filter(Column::Id.in_subquery(lapsed.into_query()));
        self.update_all(delete).await
    }
}

/// The users that are not deleted.
pub(super) fn kept() -> Select<Entity> {
    Entity::find().filter(Column::DeletedAt.is_null())
}

/// Deletes users, and clears everything that identifies them. The epoch is raised for nodes of an earlier version, which do not
/// know deleted users.
fn delete(now: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::DeletedAt, Expr::val(micros(now)))
        .col_expr(Column::Email, Expr::val(""))
        .col_expr(Column::EmailCanonical, Expr::val(""))
        .col_expr(Column::PasswordHash, Expr::val(""))
        .col_expr(Column::TokenEpoch, Expr::col(Column::TokenEpoch).add(1))
        .filter(Column::DeletedAt.is_null())
}
