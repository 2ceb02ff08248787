use korotko_core::id::{ScheduleId, UserId};
use korotko_core::ports::{InsertSchedule, StoreError};
use korotko_core::report::{Frequency, Schedule, SchedulePlan};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use super::order::{language, scope, scope_columns, zone};
use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_schedules")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub scope: String,
    pub scope_id: Option<i64>,
    pub frequency: String,
    pub hour: i64,
    pub zone: String,
    pub language: String,
    pub include_bots: bool,
    pub next_at: i64,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn plan(&self) -> Result<SchedulePlan, StoreError> {
        let unreadable = || {
            let message = format!("the frequency of schedule {} cannot be read", self.id);
            StoreError::internal(message)
        };
        Ok(SchedulePlan {
            scope: scope(&self.scope, self.scope_id)?,
            frequency: Frequency::from_name(&self.frequency).ok_or_else(unreadable)?,
            hour: u8::try_from(self.hour).map_err(StoreError::internal)?,
            zone: zone(&self.zone)?,
            language: language(&self.language)?,
            include_bots: self.include_bots,
        })
    }
}

impl TryFrom<Model> for Schedule {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ScheduleId(row.id),
            owner: UserId(row.owner_id),
            plan: row.plan()?,
            next_at: moment(row.next_at)?,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertSchedule> for ActiveModel {
    fn from(schedule: &InsertSchedule) -> Self {
        let plan = &schedule.plan;
        let (scope, scope_id) = scope_columns(plan.scope);
        Self {
            id: NotSet,
            owner_id: Set(schedule.owner.0),
            scope: Set(scope.to_owned()),
            scope_id: Set(scope_id),
            frequency: Set(plan.frequency.name().to_owned()),
            hour: Set(i64::from(plan.hour)),
            zone: Set(plan.zone.name().to_owned()),
            language: Set(plan.language.tag().to_owned()),
            include_bots: Set(plan.include_bots),
            next_at: Set(micros(schedule.next_at)),
            created_at: Set(micros(schedule.created_at)),
        }
    }
}
