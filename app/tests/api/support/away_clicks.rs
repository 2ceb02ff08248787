//! What a store that is away answers of clicks and reports.

use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Day, Dimension, Span};
use korotko_core::id::{LinkId, ReportId, ScheduleId, UserId};
use korotko_core::ports::{
    ClickLogId, ClickLogRepository, ClickStatistics, ClickSubject, InsertReport, InsertSchedule,
    ReportQuery, ReportRepository, ScheduleQuery, ScheduleRepository, StoreError, Timestamp,
};
use korotko_core::report::{Report, ReportOrder, Schedule};

use super::away::{Away, away};

#[async_trait]
impl ClickStatistics for Away {
    async fn count(&self, _: ClickSubject, _: &Span) -> Result<Counts, StoreError> {
        away()
    }

    async fn count_by_link(
        &self,
        _: &[LinkId],
        _: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        away()
    }

    async fn count_by_step(
        &self,
        _: ClickSubject,
        _: Range<i64>,
        _: i64,
        _: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        away()
    }

    async fn count_by_value(
        &self,
        _: ClickSubject,
        _: &Span,
        _: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        away()
    }

    async fn count_taken(&self, _: LinkId) -> Result<u64, StoreError> {
        away()
    }
}

#[async_trait]
impl ClickLogRepository for Away {
    async fn find_position(&self, _: ClickLogId) -> Result<Option<u64>, StoreError> {
        away()
    }

    async fn set_position(
        &self,
        _: ClickLogId,
        _: Option<u64>,
        _: u64,
        _: Timestamp,
    ) -> Result<(), StoreError> {
        away()
    }

    async fn add_dropped(&self, _: Day, _: u64) -> Result<(), StoreError> {
        away()
    }

    async fn count_dropped(&self, _: Day) -> Result<u64, StoreError> {
        away()
    }

    async fn delete_positions(&self, _: Timestamp) -> Result<u64, StoreError> {
        away()
    }
}

#[async_trait]
impl ReportRepository for Away {
    async fn find_by_id(&self, _: ReportId) -> Result<Option<Report>, StoreError> {
        away()
    }

    async fn find_pending(&self, _: UserId, _: &ReportOrder) -> Result<Option<Report>, StoreError> {
        away()
    }

    async fn list(&self, _: &ReportQuery) -> Result<Vec<Report>, StoreError> {
        away()
    }

    async fn list_requested(&self, _: UserId, _: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        away()
    }

    async fn insert(&self, _: &InsertReport) -> Result<Report, StoreError> {
        away()
    }

    async fn update(&self, _: &Report) -> Result<(), StoreError> {
        away()
    }

    async fn delete_finished(&self, _: Timestamp, _: u64) -> Result<u64, StoreError> {
        away()
    }
}

#[async_trait]
impl ScheduleRepository for Away {
    async fn find_by_id(&self, _: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        away()
    }

    async fn find_for_update(&self, _: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        away()
    }

    async fn list(&self, _: &ScheduleQuery) -> Result<Vec<Schedule>, StoreError> {
        away()
    }

    async fn list_due(&self, _: Timestamp, _: u32) -> Result<Vec<Schedule>, StoreError> {
        away()
    }

    async fn insert(&self, _: &InsertSchedule) -> Result<Schedule, StoreError> {
        away()
    }

    async fn set_next(&self, _: ScheduleId, _: Timestamp) -> Result<(), StoreError> {
        away()
    }

    async fn delete(&self, _: ScheduleId) -> Result<bool, StoreError> {
        away()
    }
}
