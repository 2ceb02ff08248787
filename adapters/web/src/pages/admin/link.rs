use askama::Template;
use korotko_core::administration::Actor;
use korotko_core::id::LinkId;

use super::link_view::LinkView;
use super::links::PATH;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "admin_link.html")]
struct LinkPage<'a> {
    frame: Frame<'a>,
    link: LinkView,
    form: BlockForm,
    errors: FormErrors,
}

/// The fields of a block, as a form shows and sends them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BlockForm {
    pub(super) reason: String,
    pub(super) legal: bool,
    /// The abuse report from which somebody came, and to which they go back.
    pub(super) report: Option<i64>,
}

/// A link, and what can be done with it.
pub(super) async fn show(visit: &Visit<'_>, id: LinkId) -> Result<Reply, Failure> {
    let form = BlockForm {
        report: report(&visit.request.query()),
        ..BlockForm::default()
    };
    page(visit, id, form, FormErrors::default()).await
}

/// Carries out one of the forms of the page.
pub(super) async fn act(visit: &Visit<'_>, actor: Actor, id: LinkId) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "block" => block(visit, actor, id, BlockForm::sent(&form)).await,
        "unblock" => unblock(visit, actor, id, report(&form)).await,
        _ => Err(Failure::NoPage),
    }
}

async fn block(
    visit: &Visit<'_>,
    actor: Actor,
    id: LinkId,
    form: BlockForm,
) -> Result<Reply, Failure> {
    let administration = &visit.site.korotko.administration;
    let blocked = administration.block_link(actor, id, &form.reason, form.legal);
    match blocked.await {
        Ok(_) => Ok(Reply::see_other(&after(id, form.report, "link-blocked"))),
        Err(error) => page(visit, id, form, FormErrors::read(visit, error)?).await,
    }
}

async fn unblock(
    visit: &Visit<'_>,
    actor: Actor,
    id: LinkId,
    report: Option<i64>,
) -> Result<Reply, Failure> {
    let administration = &visit.site.korotko.administration;
    match administration.unblock_link(actor, id).await {
        Ok(_) => Ok(Reply::see_other(&after(id, report, "link-unblocked"))),
        Err(error) => {
            let form = BlockForm {
                report,
                ..BlockForm::default()
            };
            page(visit, id, form, FormErrors::read(visit, error)?).await
        }
    }
}

/// The abuse report that a form or a query names.
pub(super) fn report(form: &Form) -> Option<i64> {
    form.text("report").parse().ok()
}

/// The path of the page of a link.
pub(super) fn base(id: LinkId) -> String {
    format!("{PATH}/{id}")
}

/// Where an administrator goes on: the abuse report from which they came, or the page of the link.
fn after(id: LinkId, report: Option<i64>, done: &str) -> String {
    let page = report.map_or_else(
        || base(id),
        |report| format!("/app/admin/abuse-reports/{report}"),
    );
    format!("{page}?done={done}")
}

async fn page(
    visit: &Visit<'_>,
    id: LinkId,
    form: BlockForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let found = visit.site.korotko.administration.read_link(id).await?;
    let link = LinkView::new(visit, &found);
    Ok(Reply::page(&LinkPage {
        frame: Frame::new(visit, link.shown.as_str()),
        link,
        form,
        errors,
    }))
}

impl BlockForm {
    /// The fields that were sent.
    fn sent(form: &Form) -> Self {
        Self {
            reason: form.text("reason").to_owned(),
            legal: form.is_on("legal"),
            report: report(form),
        }
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::id::LinkId;

    use super::{BlockForm, after};
    use crate::request::Form;

    #[test]
    fn whoever_came_from_an_abuse_report_goes_back_there() {
        let form = BlockForm::sent(&Form::parse("reason=+Phishing+&legal=on&report=5"));
        let sent = BlockForm {
            reason: "Phishing".to_owned(),
            legal: true,
            report: Some(5),
        };
        assert_eq!(form, sent);
        let path = after(LinkId(7), form.report, "link-blocked");
        assert_eq!(path, "/app/admin/abuse-reports/5?done=link-blocked");
        let form = BlockForm::sent(&Form::parse("report=%2F%2Fevil.example"));
        assert_eq!(form, BlockForm::default());
        let path = after(LinkId(7), form.report, "link-blocked");
        assert_eq!(path, "/app/admin/links/7?done=link-blocked");
    }
}
