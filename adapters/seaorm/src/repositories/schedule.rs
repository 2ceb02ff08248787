use async_trait::async_trait;
use korotko_core::id::ScheduleId;
use korotko_core::ports::{
    InsertSchedule, ScheduleQuery, ScheduleRepository, StoreError, Timestamp,
};
use korotko_core::report::Schedule;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::report_schedule::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ScheduleRepository for Session<C> {
    async fn find_by_id(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_for_update(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        // A lock outside a unit has no effect, as with users; rows of reports may refer to the locked one.
        self.writer()?;
        let locked = Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate);
        self.one(locked).await
    }

    async fn list(&self, query: &ScheduleQuery) -> Result<Vec<Schedule>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(query.owner.0))
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn list_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Schedule>, StoreError> {
        let select = Entity::find()
            .filter(Column::NextAt.lte(micros(now)))
            .order_by_asc(Column::NextAt)
            .order_by_asc(Column::Id)
            .limit(u64::from(limit));
        self.all(select).await
    }

    async fn insert(&self, schedule: &InsertSchedule) -> Result<Schedule, StoreError> {
        let insert = Entity::insert(ActiveModel::from(schedule));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn set_next(&self, id: ScheduleId, next_at: Timestamp) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::NextAt, Expr::val(micros(next_at)))
            .filter(Column::Id.eq(id.0));
        self.update_one(update).await
    }

    async fn delete(&self, id: ScheduleId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }
}
