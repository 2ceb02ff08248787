use async_trait::async_trait;
use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{DraftState, ImportDraft, RowOutcomes};
use korotko_core::ports::{ImportDraftRepository, InsertImportDraft, StoreError, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entities::import_draft::{ActiveModel, Column, Entity, outcomes_column};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ImportDraftRepository for Session<C> {
    async fn find_by_id(&self, id: ImportDraftId) -> Result<Option<ImportDraft>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn insert(&self, draft: &InsertImportDraft) -> Result<ImportDraftId, StoreError> {
        // The file is not read again.
        let insert = Entity::insert(ActiveModel::from(draft));
        let inserted = insert.exec(self.writer()?).await;
        let inserted = inserted.map_err(|error| self.fail(error))?;
        Ok(ImportDraftId(inserted.last_insert_id))
    }

    async fn record_dry_run(
        &self,
        id: ImportDraftId,
        layout: &str,
        outcomes: &RowOutcomes,
    ) -> Result<bool, StoreError> {
        let begun = [DraftState::Importing, DraftState::Imported].map(DraftState::name);
        let update = Entity::update_many()
            .col_expr(Column::Layout, Expr::val(layout))
            .col_expr(Column::Outcomes, Expr::val(outcomes_column(outcomes)?))
            .col_expr(Column::State, Expr::val(DraftState::Tried.name()))
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.is_not_in(begun));
        Ok(self.update_all(update).await? > 0)
    }

    async fn claim(&self, id: ImportDraftId) -> Result<bool, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::val(DraftState::Importing.name()))
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.eq(DraftState::Tried.name()));
        Ok(self.update_all(update).await? > 0)
    }

    async fn finish(
        &self,
        id: ImportDraftId,
        outcomes: Option<RowOutcomes>,
    ) -> Result<(), StoreError> {
        let state = if outcomes.is_some() {
            DraftState::Imported
        } else {
            DraftState::Tried
        };
        let mut update = Entity::update_many()
            .col_expr(Column::State, Expr::val(state.name()))
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.eq(DraftState::Importing.name()));
        if let Some(outcomes) = outcomes {
            let outcomes = outcomes_column(&outcomes)?;
            update = update.col_expr(Column::Outcomes, Expr::val(outcomes));
        }
        self.update_all(update).await.map(drop)
    }

    async fn delete_by_owner(&self, owner: UserId) -> Result<(), StoreError> {
        let delete = Entity::delete_many().filter(Column::OwnerId.eq(owner.0));
        self.delete_all(delete).await.map(drop)
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::CreatedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
