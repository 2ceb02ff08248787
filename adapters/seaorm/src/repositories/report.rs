use async_trait::async_trait;
use korotko_core::id::{ReportId, UserId};
use korotko_core::ports::{InsertReport, ReportQuery, ReportRepository, StoreError, Timestamp};
use korotko_core::report::{Report, ReportOrder};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::order::order_key;
use crate::entities::report::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ReportRepository for Session<C> {
    async fn find_by_id(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_pending(
        &self,
        owner: UserId,
        order: &ReportOrder,
    ) -> Result<Option<Report>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(owner.0))
            .filter(Column::OrderKey.eq(order_key(order)))
            // As in the index of pending reports.
            .filter(Column::FinishedAt.is_null());
        self.one(select).await
    }

    async fn list(&self, query: &ReportQuery) -> Result<Vec<Report>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(query.owner.0))
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn insert(&self, report: &InsertReport) -> Result<Report, StoreError> {
        let insert = Entity::insert(ActiveModel::from(report));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn update(&self, report: &Report) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .set(ActiveModel::from(report))
            .filter(Column::Id.eq(report.id.0));
        self.update_one(update).await
    }

    async fn delete_finished(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::FinishedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
