//! Where the link in a scheduled mail leads (RFC 8058): mail clients POST there by themselves, and people look at it in a browser.

use korotko_core::Korotko;
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::report::{Schedule, UnsubscribeError};
use korotko_core::user::Language;
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::Html;
use poem_openapi::{ApiResponse, OpenApi};

use super::problems::UnsubscribeProblem;
use crate::api::Tag;
use crate::api::html::{page, prefers_html};
use crate::http::problem::Problem;

/// Ending a schedule by the link in its mails.
#[derive(Debug)]
pub struct UnsubscribeApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Page {
    /// A page for people.
    #[oai(status = 200)]
    Page(Html<String>),
}

#[OpenApi(prefix_path = "/api/reports/unsubscribe", tag = "Tag::Reports")]
impl UnsubscribeApi {
    /// Ask whether to end a schedule
    ///
    /// Where the link in a scheduled mail leads. Changes nothing: a page with a button that does.
    #[oai(path = "/:token", method = "get", operation_id = "getUnsubscribePage")]
    async fn ask(
        &self,
        request: &Request,
        /// From the link in the mail.
        token: Path<String>,
    ) -> Result<Page, UnsubscribeProblem> {
        let found = self.korotko.reports.find_subscription(&token.0).await;
        let found = found.map_err(|refusal| refuse(request, &refusal))?;
        Ok(Page::Page(Html(question(found.as_ref()))))
    }

    /// End a schedule by its mail
    ///
    /// For whoever has the link, without signing in. A second time does no harm. The body is not read.
    #[oai(path = "/:token", method = "post", operation_id = "unsubscribe")]
    async fn end(
        &self,
        request: &Request,
        /// From the link in the mail.
        token: Path<String>,
    ) -> Result<Page, UnsubscribeProblem> {
        let ended = self.korotko.reports.unsubscribe(&token.0).await;
        ended.map_err(|refusal| refuse(request, &refusal))?;
        Ok(Page::Page(Html(page("en", ENDED))))
    }
}

const ENDED: &str = "No more of these reports will come. Эти отчёты больше не будут приходить.";

fn question(schedule: Option<&Schedule>) -> String {
    let (text, button) = match schedule.map(|schedule| schedule.plan.language) {
        None => return page("en", ENDED),
        Some(Language::En) => ("Stop these reports?", "Stop them"),
        Some(Language::Ru) => ("Больше не присылать эти отчёты?", "Не присылать"),
    };
    let language = schedule.map_or("en", |schedule| schedule.plan.language.tag());
    // The form goes back to where the page came from.
    page(
        language,
        &format!("{text}</p><form method=\"post\"><button>{button}</button></form><p>"),
    )
}

/// Somebody who follows a broken link in a browser is told so in words too.
fn refuse(request: &Request, refusal: &UnsubscribeError) -> Problem {
    let problem = Problem::from_fault(refusal);
    if prefers_html(request) && refusal.kind() == FaultKind::Malformed {
        return problem.with_page(page("en", &format!("Sorry: {refusal}.")));
    }
    problem
}
