use korotko_core::Korotko;
use korotko_core::id::ReportId;
use korotko_core::report;
use korotko_core::statistics::PeriodText;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LanguageView, NewReport, ReportView};
use super::problems::OrderReportProblem;
use crate::api::bearer::SignedIn;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::{FindProblem, ListProblem};
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// Reports as resources.
#[derive(Debug)]
pub struct ReportApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Ordered {
    /// The report will be mailed to the address of the account.
    #[oai(status = 202)]
    Ordered(
        Json<ReportView>,
        /// Where it can be read how far it is.
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
    /// The report as it stands now.
    #[oai(status = 200)]
    Report(Json<ReportView>),
}

#[OpenApi(prefix_path = "/api/reports", tag = "Tag::Reports")]
impl ReportApi {
    /// Order a report
    ///
    /// An Excel workbook of the clicks in a period, mailed to the address of the account. Asking again for what is not sent yet
    /// answers the same report. 20 reports a day may be asked for. Reports are kept in the list for 90 days.
    #[oai(path = "/", method = "post", operation_id = "createReport")]
    async fn order(
        &self,
        user: SignedIn,
        body: JsonBody<NewReport>,
    ) -> Result<Ordered, OrderReportProblem> {
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
        Ok(Ordered::Ordered(Json((&report).into()), location))
    }

    /// List one's own reports
    ///
    /// Newest first, a page at a time: give `next` of one page as `after` to get the page behind it.
    #[oai(path = "/", method = "get", operation_id = "listReports")]
    async fn list(
        &self,
        user: SignedIn,
        /// How many reports a page has.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// `next` of the page before.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = after.0.as_deref();
        let after = after.map(|after| cursor::read_id(after, 'r')).transpose()?;
        let (reports, after) = (&self.korotko.reports, after.map(ReportId));
        let page = reports.list(user.0.id, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'r', next))))
    }

    /// Read how far a report is
    ///
    /// A report of one's own: `queued`, `running`, `sent`, or `failed` with the reason.
    #[oai(path = "/:id", method = "get", operation_id = "getReport")]
    async fn read(
        &self,
        user: SignedIn,
        /// The report's id.
        id: Path<i64>,
    ) -> Result<OwnReport, FindProblem> {
        let reports = &self.korotko.reports;
        let report = reports.read(user.0.id, ReportId(id.0)).await?;
        Ok(OwnReport::Report(Json((&report).into())))
    }
}
