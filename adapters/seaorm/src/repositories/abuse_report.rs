use async_trait::async_trait;
use korotko_core::abuse::{AbuseOutcome, AbuseReport};
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::ports::{
    AbuseReportQuery, AbuseReportRepository, InsertAbuseReport, StoreError, Timestamp,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::abuse_report::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> AbuseReportRepository for Session<C> {
    async fn insert(&self, report: &InsertAbuseReport) -> Result<AbuseReport, StoreError> {
        let insert = Entity::insert(ActiveModel::from(report));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn find_by_id(&self, id: AbuseReportId) -> Result<Option<AbuseReport>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn list(&self, query: &AbuseReportQuery) -> Result<Vec<AbuseReport>, StoreError> {
        let select = Entity::find()
            .apply_if(query.is_open, |select, is_open| {
                select.filter(if is_open {
                    Column::ClosedAt.is_null()
                } else {
                    Column::ClosedAt.is_not_null()
                })
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn has_open(&self, link: LinkId) -> Result<bool, StoreError> {
        let select = Entity::find()
            .filter(Column::LinkId.eq(link.0))
            .filter(Column::ClosedAt.is_null());
        let found: Option<AbuseReport> = self.one(select.limit(1)).await?;
        Ok(found.is_some())
    }

    async fn close(
        &self,
        link: LinkId,
        outcome: AbuseOutcome,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let close = Entity::update_many()
            .col_expr(Column::ClosedAt, Expr::val(micros(at)))
            .col_expr(Column::Outcome, Expr::val(outcome.name()))
            .filter(Column::LinkId.eq(link.0))
            .filter(Column::ClosedAt.is_null());
        self.update_all(close).await
    }

    async fn delete_closed(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::ClosedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
