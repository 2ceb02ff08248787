use korotko_core::administration::Actor;
use korotko_core::id::LinkId;

use super::link::{base, report};
use super::links::PATH;
use crate::failure::Failure;
use crate::pages::sure::{self, Question};
use crate::reply::Reply;
use crate::visit::Visit;

/// Asks whether an administrator is sure to delete a link.
pub(super) async fn ask(visit: &Visit<'_>, id: LinkId) -> Result<Reply, Failure> {
    let found = visit.site.korotko.administration.read_link(id).await?;
    let short = String::from(visit.site.korotko.links.share_url(&found.link));
    let texts = visit.texts();
    let base = base(id);
    let report = report(&visit.request.query()).map(|report| report.to_string());
    let fields: Vec<(&str, &str)> = report.iter().map(|id| ("report", id.as_str())).collect();
    let question = Question {
        title: visit.text("admin-link-delete"),
        text: texts.with("admin-link-delete-sure", &[("link", short.into())]),
        action: &format!("{base}/delete"),
        fields: &fields,
        button: visit.text("admin-link-delete"),
        back: &base,
    };
    Ok(sure::show(visit, question))
}

/// Deletes a link, which its owner cannot restore.
pub(super) async fn delete(visit: &Visit<'_>, actor: Actor, id: LinkId) -> Result<Reply, Failure> {
    let administration = &visit.site.korotko.administration;
    administration.delete_link(actor, id).await?;
    let report = report(&visit.request.form());
    let page = report.map(|report| format!("/app/admin/abuse-reports/{report}"));
    let page = page.as_deref().unwrap_or(PATH);
    Ok(Reply::see_other(&format!("{page}?done=link-taken-down")))
}
