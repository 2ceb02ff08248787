use korotko_core::Korotko;
use korotko_core::id::AbuseReportId;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{AbuseReportClosing, AbuseReportStateView, AbuseReportView};
use super::problems::{AbuseReportProblem, CloseAbuseReportProblem};
use crate::api::bearer::Administrator;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// The queue of abuse reports, for administrators.
#[derive(Debug)]
pub struct AdminAbuseReportApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of reports.
    #[oai(status = 200)]
    Page(Json<Page<AbuseReportView>>),
}

#[derive(ApiResponse)]
enum Found {
    /// The report.
    #[oai(status = 200)]
    Report(Json<AbuseReportView>),
}

#[OpenApi(prefix_path = "/api/admin/abuse-reports", tag = "Tag::Administration")]
impl AdminAbuseReportApi {
    /// List abuse reports
    ///
    /// Returns a page of the reports of `reportLink`, newest first. A closed report is kept for 90 days, as long as its link is.
    #[oai(path = "/", method = "get", operation_id = "listAbuseReports")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of reports on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only open reports, or only closed ones.
        state: Query<Option<AbuseReportStateView>>,
    ) -> Result<Listed, ListProblem> {
        let after = cursor::read_optional_id(after.0.as_deref(), 'a')?.map(AbuseReportId);
        let is_open = state.0.map(AbuseReportStateView::is_open);
        let administration = &self.korotko.administration;
        let page = administration.list_abuse_reports(is_open, after, limit.0);
        let page = page.await?;
        let view = |found| AbuseReportView::new(found, &self.korotko.links);
        let items = page.items.iter().map(view).collect();
        let next = page.next.map(|last| cursor::write_id('a', last.0));
        Ok(Listed::Page(Json(Page { items, next })))
    }

    /// Get an abuse report
    ///
    /// Returns a report with its link.
    #[oai(path = "/:id", method = "get", operation_id = "getAbuseReport")]
    async fn get(
        &self,
        _administrator: Administrator,
        /// The id of the report.
        id: Path<i64>,
    ) -> Result<Found, AbuseReportProblem> {
        let administration = &self.korotko.administration;
        let found = administration
            .read_abuse_report(AbuseReportId(id.0))
            .await?;
        let view = AbuseReportView::new(&found, &self.korotko.links);
        Ok(Found::Report(Json(view)))
    }

    /// Close an abuse report
    ///
    /// Closes a report, and all other open ones about the same link, with what was decided. It does not change the link: block or delete
    /// that first. A closed report keeps its outcome.
    #[oai(
        path = "/:id/close",
        method = "post",
        operation_id = "closeAbuseReport"
    )]
    async fn close(
        &self,
        administrator: Administrator,
        /// The id of the report.
        id: Path<i64>,
        body: JsonBody<AbuseReportClosing>,
    ) -> Result<Found, CloseAbuseReportProblem> {
        let (administration, outcome) = (&self.korotko.administration, body.0.outcome.into());
        let id = AbuseReportId(id.0);
        let closed = administration.close_abuse_report(administrator.0, id, outcome);
        let view = AbuseReportView::new(&closed.await?, &self.korotko.links);
        Ok(Found::Report(Json(view)))
    }
}
