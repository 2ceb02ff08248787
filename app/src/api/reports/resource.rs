use korotko_core::Korotko;
use korotko_core::id::ReportId;
use korotko_core::report;
use korotko_core::statistics::PeriodText;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{NewReport, ReportView};
use super::problems::{CreateReportProblem, GetReportProblem};
use crate::api::bearer::SignedIn;
use crate::api::language::LanguageView;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Reports.
#[derive(Debug)]
pub struct ReportApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The report is queued, and will be mailed to the e-mail address of your account.
    #[oai(status = 202)]
    Queued(
        Json<ReportView>,
        /// The URL of the report, to poll its state.
        #[oai(header = "Location")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of reports.
    #[oai(status = 200)]
    Page(Json<Page<ReportView>>),
}

#[derive(ApiResponse)]
enum OwnReport {
    /// The report.
    #[oai(status = 200)]
    Report(Json<ReportView>),
}

#[OpenApi(prefix_path = "/api/reports", tag = "Tag::Reports")]
impl ReportApi {
    /// Create a report
    ///
    /// Queues an Excel workbook of the clicks in a period, which is mailed to the e-mail address of your account. Repeating a request
    /// returns the same report until it is sent, and does not count against the limit of reports.
    #[oai(path = "/", method = "post", operation_id = "createReport")]
    async fn create(
        &self,
        user: SignedIn,
        body: JsonBody<NewReport>,
    ) -> Result<Created, CreateReportProblem> {
        let body = body.0;
        let new = report::NewReport {
            scope: body.scope.with(body.collection_id, body.link_id)?,
            period: PeriodText {
                from: body.from.as_deref(),
                to: body.to.as_deref(),
                zone: body.tz.as_deref(),
            },
            language: body.language.map(LanguageView::tag),
            include_bots: body.include_bots,
        };
        let report = self.korotko.reports.order(&user.0, &new).await?;
        let location = format!("/api/reports/{}", report.id);
        Ok(Created::Queued(Json((&report).into()), location))
    }

    /// List your reports
    ///
    /// Returns a page of your reports of the last 90 days, newest first.
    #[oai(path = "/", method = "get", operation_id = "listReports")]
    async fn list(
        &self,
        user: SignedIn,
        /// The number of reports on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = after.0.as_deref();
        let after = after.map(|after| cursor::read_id(after, 'r')).transpose()?;
        let (reports, after) = (&self.korotko.reports, after.map(ReportId));
        let page = reports.list(user.0.id, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'r', next))))
    }

    /// Get a report
    ///
    /// Returns one of your reports with its state. The workbook itself is mailed.
    #[oai(path = "/:id", method = "get", operation_id = "getReport")]
    async fn get(
        &self,
        user: SignedIn,
        /// The id of the report.
        id: Path<i64>,
    ) -> Result<OwnReport, GetReportProblem> {
        let reports = &self.korotko.reports;
        let report = reports.read(user.0.id, ReportId(id.0)).await?;
        Ok(OwnReport::Report(Json((&report).into())))
    }
}
