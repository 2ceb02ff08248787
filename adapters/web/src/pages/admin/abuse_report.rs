use askama::Template;
use korotko_core::abuse::AbuseOutcome;
use korotko_core::administration::Actor;
use korotko_core::id::AbuseReportId;

use super::abuse_reports::PATH;
use super::link::BlockForm;
use super::link_view::LinkView;
use super::report_view::ReportView;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "admin_abuse_report.html")]
struct AbuseReportPage<'a> {
    frame: Frame<'a>,
    report: &'a ReportView,
    link: &'a LinkView,
    /// Of a block of the link.
    form: BlockForm,
    errors: FormErrors,
}

/// An abuse report, its link, and what can be done.
pub(super) async fn show(visit: &Visit<'_>, id: AbuseReportId) -> Result<Reply, Failure> {
    page(visit, id, FormErrors::default()).await
}

/// Closes an abuse report, and all other open ones about the same link.
pub(super) async fn close(
    visit: &Visit<'_>,
    actor: Actor,
    id: AbuseReportId,
) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let Some(outcome) = AbuseOutcome::from_name(form.text("outcome")) else {
        let errors = FormErrors::unreadable(visit, "outcome", "rule-outcome");
        return page(visit, id, errors).await;
    };
    let administration = &visit.site.korotko.administration;
    administration
        .close_abuse_report(actor, id, outcome)
        .await?;
    Ok(Reply::see_other(&format!(
        "{PATH}?done=abuse-report-closed"
    )))
}

async fn page(visit: &Visit<'_>, id: AbuseReportId, errors: FormErrors) -> Result<Reply, Failure> {
    let administration = &visit.site.korotko.administration;
    let found = administration.read_abuse_report(id).await?;
    let report = ReportView::new(visit, &found);
    let form = BlockForm {
        report: Some(id.0),
        ..BlockForm::default()
    };
    Ok(Reply::page(&AbuseReportPage {
        frame: Frame::new(visit, visit.text("admin-abuse-report")),
        link: &report.link,
        report: &report,
        form,
        errors,
    }))
}
