use korotko_core::Korotko;
use korotko_core::id::ScheduleId;
use korotko_core::report;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::problems::{CreateScheduleProblem, ScheduleProblem};
use super::schedule_dto::{NewSchedule, ScheduleView};
use crate::api::bearer::SignedIn;
use crate::api::language::LanguageView;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Schedules of reports.
#[derive(Debug)]
pub struct ScheduleApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The schedule was created.
    #[oai(status = 201)]
    Created(
        Json<ScheduleView>,
        /// The URL of the schedule.
        #[oai(header = "Location")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of schedules.
    #[oai(status = 200)]
    Page(Json<Page<ScheduleView>>),
}

#[derive(ApiResponse)]
enum OwnSchedule {
    /// The schedule.
    #[oai(status = 200)]
    Schedule(Json<ScheduleView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The schedule was deleted.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/reports/schedules", tag = "Tag::Reports")]
impl ScheduleApi {
    /// Create a schedule
    ///
    /// Mails a report every day, every Monday or on the first of every month. Each mail has a link that deletes the schedule without
    /// signing in. A report that is missed, because the service was down, is created once as soon as possible. You can have 20 schedules.
    #[oai(path = "/", method = "post", operation_id = "createSchedule")]
    async fn create(
        &self,
        user: SignedIn,
        body: JsonBody<NewSchedule>,
    ) -> Result<Created, CreateScheduleProblem> {
        let body = body.0;
        let new = report::NewSchedule {
            scope: body.scope.with(body.collection_id, body.link_id)?,
            frequency: body.frequency.into(),
            hour: body.hour,
            zone: body.tz.as_deref(),
            language: body.language.map(LanguageView::tag),
            include_bots: body.include_bots,
        };
        let schedule = self.korotko.reports.create_schedule(&user.0, &new).await?;
        let location = format!("/api/reports/schedules/{}", schedule.id);
        Ok(Created::Created(Json((&schedule).into()), location))
    }

    /// List your schedules
    ///
    /// Returns a page of your schedules, newest first.
    #[oai(path = "/", method = "get", operation_id = "listSchedules")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of schedules on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = after.0.as_deref();
        let after = after.map(|after| cursor::read_id(after, 'd')).transpose()?;
        let (reports, after) = (&self.korotko.reports, after.map(ScheduleId));
        let page = reports.list_schedules(user.0.id, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'd', next))))
    }

    /// Get a schedule
    ///
    /// Returns one of your schedules, with the time of its next report.
    #[oai(path = "/:id", method = "get", operation_id = "getSchedule")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the schedule.
        id: Path<i64>,
    ) -> Result<OwnSchedule, ScheduleProblem> {
        let (reports, id) = (&self.korotko.reports, ScheduleId(id.0));
        let schedule = reports.read_schedule(user.0.id, id).await?;
        Ok(OwnSchedule::Schedule(Json((&schedule).into())))
    }

    /// Delete a schedule
    ///
    /// Deletes one of your schedules. Reports that are queued already are still mailed.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteSchedule")]
    async fn delete(
        &self,
        user: SignedIn,
        /// The id of the schedule.
        id: Path<i64>,
    ) -> Result<Deleted, ScheduleProblem> {
        let (reports, id) = (&self.korotko.reports, ScheduleId(id.0));
        reports.delete_schedule(user.0.id, id).await?;
        Ok(Deleted::Deleted)
    }
}
