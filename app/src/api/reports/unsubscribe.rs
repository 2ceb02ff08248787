//! The unsubscribe link in the mails of a schedule (RFC 8058). Mail clients POST to it; people open it in a browser.

use korotko_core::Korotko;
use korotko_core::escape_html;
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::report::UnsubscribeError;
use korotko_core::user::Language;
use korotko_texts::Texts;
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::Html;
use poem_openapi::{ApiResponse, OpenApi};

use super::problems::UnsubscribeProblem;
use crate::api::Tag;
use crate::api::html::{page, text_page};
use crate::api::language::preferred;
use crate::http::prefers_html;
use crate::http::problem::Problem;

/// Unsubscribing from a schedule.
#[derive(Debug)]
pub struct UnsubscribeApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Page {
    /// The page.
    #[oai(status = 200)]
    Page(Html<String>),
}

#[OpenApi(prefix_path = "/api/reports/unsubscribe", tag = "Tag::Reports")]
impl UnsubscribeApi {
    /// Get the unsubscribe page
    ///
    /// Returns a page with a button that deletes the schedule. The link in the mails of a schedule leads here. Changes nothing.
    #[oai(path = "/:token", method = "get", operation_id = "getUnsubscribePage")]
    async fn ask(
        &self,
        request: &Request,
        /// The token of the link in the mail.
        token: Path<String>,
    ) -> Result<Page, UnsubscribeProblem> {
        let found = self.korotko.reports.find_subscription(&token.0).await;
        let found = found.map_err(|error| problem(request, &error))?;
        Ok(Page::Page(Html(match found {
            Some(schedule) => question(schedule.plan.language),
            None => ended(preferred(request)),
        })))
    }

    /// Unsubscribe from a schedule
    ///
    /// Deletes the schedule, without signing in (RFC 8058). Unsubscribing again does no harm. The body is ignored.
    #[oai(path = "/:token", method = "post", operation_id = "unsubscribe")]
    async fn end(
        &self,
        request: &Request,
        /// The token of the link in the mail.
        token: Path<String>,
    ) -> Result<Page, UnsubscribeProblem> {
        let reports = &self.korotko.reports;
        let found = reports.find_subscription(&token.0).await;
        let found = found.map_err(|error| problem(request, &error))?;
        let unsubscribed = reports.unsubscribe(&token.0).await;
        unsubscribed.map_err(|error| problem(request, &error))?;
        let language = found.map_or_else(|| preferred(request), |found| found.plan.language);
        Ok(Page::Page(Html(ended(language))))
    }
}

fn question(language: Language) -> String {
    let texts = Texts::of(language);
    let text = escape_html(texts.text("answer-unsubscribe-question"));
    let button = escape_html(texts.text("answer-unsubscribe-button"));
    // The form is posted to the URL of the page.
    let form = format!("{text}</p><form method=\"post\"><button>{button}</button></form><p>");
    page(language, &form)
}

fn ended(language: Language) -> String {
    text_page(language, "answer-unsubscribe-done")
}

/// The problem, as a page for a browser.
fn problem(request: &Request, error: &UnsubscribeError) -> Problem {
    let problem = Problem::from_fault(error);
    if !prefers_html(request.headers()) || error.kind() != FaultKind::Malformed {
        return problem;
    }
    problem.with_page(text_page(preferred(request), "answer-unsubscribe-invalid"))
}
