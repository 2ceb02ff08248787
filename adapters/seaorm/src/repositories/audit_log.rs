use async_trait::async_trait;
use korotko_core::administration::{AuditEntry, AuditSubject};
use korotko_core::ports::{
    AuditLogRepository, AuditQuery, InsertAuditEntry, StoreError, Timestamp,
};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::entities::audit_entry::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> AuditLogRepository for Session<C> {
    async fn insert(&self, entry: &InsertAuditEntry) -> Result<AuditEntry, StoreError> {
        let insert = Entity::insert(ActiveModel::from(entry));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn list(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError> {
        let select = Entity::find()
            .apply_if(query.user, |select, user| {
                let is_subject = Column::SubjectKind.eq(AuditSubject::USER);
                let is_subject = is_subject.and(Column::SubjectId.eq(user.0));
                let is_actor = Column::ActorId.eq(user.0);
                select.filter(Condition::any().add(is_actor).add(is_subject))
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn delete_until(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::CreatedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
