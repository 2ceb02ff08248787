use korotko_core::id::{ReportId, ScheduleId, UserId};
use korotko_core::ports::{InsertReport, StoreError};
use korotko_core::report::{Report, ReportOrder, ReportState};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use super::order::{language, order_key, scope, scope_columns, zone};
use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub schedule_id: Option<i64>,
    pub scope: String,
    pub scope_id: Option<i64>,
    pub from_at: i64,
    pub until_at: i64,
    pub zone: String,
    pub language: String,
    pub include_bots: bool,
    pub order_key: String,
    pub state: String,
    pub failure: Option<String>,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn order(&self) -> Result<ReportOrder, StoreError> {
        Ok(ReportOrder {
            scope: scope(&self.scope, self.scope_id)?,
            from: moment(self.from_at)?,
            until: moment(self.until_at)?,
            zone: zone(&self.zone)?,
            language: language(&self.language)?,
            include_bots: self.include_bots,
        })
    }

    fn state(&self) -> Result<ReportState, StoreError> {
        let unreadable =
            || StoreError::internal(format!("the state of report {} cannot be read", self.id));
        ReportState::from_name(&self.state).ok_or_else(unreadable)
    }
}

impl TryFrom<Model> for Report {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ReportId(row.id),
            owner: UserId(row.owner_id),
            order: row.order()?,
            schedule: row.schedule_id.map(ScheduleId),
            state: row.state()?,
            failure: row.failure,
            created_at: moment(row.created_at)?,
            started_at: row.started_at.map(moment).transpose()?,
            finished_at: row.finished_at.map(moment).transpose()?,
        })
    }
}

impl From<&InsertReport> for ActiveModel {
    fn from(report: &InsertReport) -> Self {
        let order = &report.order;
        let (scope, scope_id) = scope_columns(order.scope);
        Self {
            id: NotSet,
            owner_id: Set(report.owner.0),
            schedule_id: Set(report.schedule.map(|schedule| schedule.0)),
            scope: Set(scope.to_owned()),
            scope_id: Set(scope_id),
            from_at: Set(micros(order.from)),
            until_at: Set(micros(order.until)),
            zone: Set(order.zone.name().to_owned()),
            language: Set(order.language.tag().to_owned()),
            include_bots: Set(order.include_bots),
            order_key: Set(order_key(order)),
            state: Set(ReportState::Queued.name().to_owned()),
            failure: Set(None),
            created_at: Set(micros(report.created_at)),
            started_at: Set(None),
            finished_at: Set(None),
        }
    }
}

/// The columns that may change.
impl From<&Report> for ActiveModel {
    fn from(report: &Report) -> Self {
        // PostgreSQL does not allow NUL in a text.
        let failure = report.failure.as_ref();
        let failure = failure.map(|failure| failure.replace('\0', "\u{fffd}"));
        Self {
            state: Set(report.state.name().to_owned()),
            failure: Set(failure),
            started_at: Set(report.started_at.map(micros)),
            finished_at: Set(report.finished_at.map(micros)),
            ..Default::default()
        }
    }
}
