use async_trait::async_trait;
use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::ports::{EmailChangeRepository, InsertEmailChange, StoreError, Timestamp};
use korotko_core::user::EmailChange;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entities::email_change::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> EmailChangeRepository for Session<C> {
    async fn find_by_id(&self, id: EmailChangeId) -> Result<Option<EmailChange>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_pending(&self, user: UserId) -> Result<Option<EmailChange>, StoreError> {
        self.one(Entity::find().filter(pending_of(user))).await
    }

    async fn insert(&self, change: &InsertEmailChange) -> Result<EmailChange, StoreError> {
        let insert = Entity::insert(ActiveModel::from(change));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn update(&self, change: &EmailChange) -> Result<(), StoreError> {
        let (by_old, by_new) = (change.confirmed_by_old_at, change.confirmed_by_new_at);
        let update = Entity::update_many()
            .col_expr(Column::ConfirmedByOldAt, Expr::val(by_old.map(micros)))
            .col_expr(Column::ConfirmedByNewAt, Expr::val(by_new.map(micros)))
            .filter(Column::Id.eq(change.id.0));
        self.update_one(update).await
    }

    async fn delete_pending(&self, user: UserId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(pending_of(user));
        Ok(self.delete_all(delete).await? > 0)
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::CreatedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}

/// The condition of the index of pending changes.
fn pending_of(user: UserId) -> Expr {
    let is_pending = Column::ConfirmedByOldAt
        .is_null()
        .or(Column::ConfirmedByNewAt.is_null());
    Column::UserId.eq(user.0).and(is_pending)
}
