//! What somebody sees who follows the link in a confirmation mail, most often in a browser.

use korotko_core::fault::{Fault, FaultKind};
use korotko_core::user::{Users, Verification, VerifyEmailError};
use poem::Request;
use poem::http::Method;
use poem_openapi::payload::{Html, Json};
use poem_openapi::{ApiResponse, ResponseContent};

use super::dto::Message;
use super::problems::VerifyEmailProblem;
use crate::api::html::{page, prefers_html};
use crate::http::OriginalMethod;
use crate::http::problem::Problem;

#[derive(ApiResponse)]
pub(super) enum VerificationAnswer {
    /// The address is confirmed, now or before.
    #[oai(status = 200)]
    Confirmed(Sentence),
}

/// One status has one entry in the document, so both forms stand in that one.
#[derive(ResponseContent)]
pub(super) enum Sentence {
    Json(Json<Message>),
    Html(Html<String>),
}

/// How a request wants its answer.
pub(super) struct Answer {
    html: bool,
    /// A HEAD, as link scanners in mail servers send it, must not confirm anything (RFC 9110 9.2.1).
    looks_only: bool,
}

impl Answer {
    pub(super) fn to(request: &Request) -> Self {
        let method = request.data::<OriginalMethod>();
        Self {
            html: prefers_html(request),
            looks_only: method.is_some_and(|method| method.0 == Method::HEAD),
        }
    }

    pub(super) async fn give(
        self,
        users: &Users,
        token: &str,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let sentence = if self.looks_only {
            "Follow this link with GET to confirm the e-mail address."
        } else {
            let confirmed = users.verify_email(token).await;
            match confirmed.map_err(|refusal| self.refuse(&refusal))? {
                Verification::Verified => "The e-mail address is confirmed. You can sign in now.",
                Verification::AlreadyVerified => "The e-mail address was already confirmed.",
            }
        };
        Ok(if self.html {
            VerificationAnswer::Confirmed(Sentence::Html(Html(page("en", sentence))))
        } else {
            VerificationAnswer::Confirmed(Sentence::Json(Json(Message::new(sentence))))
        })
    }

    /// Somebody who follows an old link in a browser is told so in words too.
    fn refuse(&self, refusal: &VerifyEmailError) -> Problem {
        let problem = Problem::from_fault(refusal);
        let theirs = matches!(refusal.kind(), FaultKind::Malformed | FaultKind::NotFound);
        if self.html && theirs {
            return problem.with_page(page("en", &format!("Sorry: {refusal}.")));
        }
        problem
    }
}
