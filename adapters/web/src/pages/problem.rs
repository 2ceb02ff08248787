//! The page of an error: what happened, what to do, and the id of the request.

use askama::Template;
use http::StatusCode;

use crate::fields::sentence;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::settings::Refusal;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    status: u16,
    text: String,
    help: &'a str,
    id: &'a str,
}

/// The page of a refusal, with its status and fields.
pub(crate) fn show(visit: &Visit<'_>, refusal: &Refusal) -> Reply {
    let status = refusal.status;
    let texts = visit.texts();
    let title = texts.find(&format!("problem-title-{}", status.as_u16()));
    let title = title.unwrap_or_else(|| texts.text("problem-title"));
    let known = texts.find(&format!("problem-{}", refusal.code));
    let page = ProblemPage {
        status: status.as_u16(),
        text: known.map_or_else(|| sentence(&refusal.detail), ToOwned::to_owned),
        help: texts.text(help(status)),
        id: &visit.request.id,
        frame: Frame::new(visit, title),
    };
    let mut reply = Reply::page_with(status, &page);
    reply.headers().extend(refusal.fields.iter().cloned());
    reply
}

/// What somebody can do.
fn help(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "problem-help-404",
        410 | 451 => "problem-help-gone",
        429 => "problem-help-429",
        500.. => "problem-help-5xx",
        _ => "problem-help",
    }
}
