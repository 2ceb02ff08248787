use korotko_core::Korotko;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::NewAbuseReport;
use super::problems::ReportLinkProblem;
use crate::api::Tag;
use crate::api::client::Client;
use crate::api::users::Message;
use crate::http::JsonBody;

/// Abuse reports, from anybody.
#[derive(Debug)]
pub struct AbuseReportApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Accepted {
    /// The report was accepted.
    #[oai(status = 202)]
    Report(Json<Message>),
}

#[OpenApi(prefix_path = "/api/abuse-reports", tag = "Tag::Shortening")]
impl AbuseReportApi {
    /// Report a link
    ///
    /// Tells the operator of the service that a link does harm. No account is needed. The number of
    /// reports of a client network is limited.
    #[oai(path = "/", method = "post", operation_id = "reportLink")]
    async fn report(
        &self,
        client: Client,
        body: JsonBody<NewAbuseReport>,
    ) -> Result<Accepted, ReportLinkProblem> {
        let reports = &self.korotko.abuse_reports;
        reports.report_link(&body.0.into(), client.0).await?;
        let thanks = "Thank you. The operator of the service will look at the link.";
        Ok(Accepted::Report(Json(Message::new(thanks))))
    }
}
