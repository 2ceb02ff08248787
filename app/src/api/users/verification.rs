//! The response to the link in a verification mail, which most people open in a browser.

use korotko_core::fault::{Fault, FaultKind};
use korotko_core::user::{Language, Users, Verification, VerifyEmailError};
use poem::Request;
use poem::http::Method;
use poem_openapi::payload::{Html, Json};
use poem_openapi::{ApiResponse, ResponseContent};

use super::dto::Message;
use super::problems::VerifyEmailProblem;
use crate::api::html::{page, prefers_html, sentence};
use crate::api::language::preferred;
use crate::http::OriginalMethod;
use crate::http::problem::Problem;

#[derive(ApiResponse)]
pub(super) enum VerificationAnswer {
    /// The address is verified.
    #[oai(status = 200)]
    Verified(Content),
}

/// A status has one entry in the document, so it has both forms.
#[derive(ResponseContent)]
pub(super) enum Content {
    Json(Json<Message>),
    Html(Html<String>),
}

/// The form of the response to a request.
pub(super) struct Answer {
    html: bool,
    /// Mail servers send HEAD to scan links, which must not verify anything (RFC 9110 9.2.1).
    is_head: bool,
    /// The language where the account is not known.
    language: Language,
}

impl Answer {
    pub(super) fn to(request: &Request) -> Self {
        let method = request.data::<OriginalMethod>();
        Self {
            html: prefers_html(request),
            is_head: method.is_some_and(|method| method.0 == Method::HEAD),
            language: preferred(request),
        }
    }

    pub(super) async fn give(
        self,
        users: &Users,
        token: &str,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let (language, [english, russian]) = if self.is_head {
            (self.language, HEAD)
        } else {
            let verified = users.verify_email(token).await;
            match verified.map_err(|error| self.problem(&error))? {
                Verification::Verified(language) => (language, VERIFIED),
                Verification::AlreadyVerified(language) => (language, ALREADY_VERIFIED),
            }
        };
        let content = match (self.html, language) {
            (false, _) => Content::Json(Json(Message::new(english))),
            (true, Language::En) => Content::Html(Html(page(language, english))),
            (true, Language::Ru) => Content::Html(Html(page(language, russian))),
        };
        Ok(VerificationAnswer::Verified(content))
    }

    /// The problem, as a page for a browser.
    fn problem(&self, error: &VerifyEmailError) -> Problem {
        let problem = Problem::from_fault(error);
        let for_people = matches!(error.kind(), FaultKind::Malformed | FaultKind::NotFound);
        if !self.html || !for_people {
            return problem;
        }
        let text = match self.language {
            Language::En => sentence(error),
            Language::Ru => in_russian(error).to_owned(),
        };
        problem.with_page(page(self.language, &text))
    }
}

/// Texts in English and Russian.
type Text = [&'static str; 2];

const VERIFIED: Text = [
    "The e-mail address is verified. You can sign in now.",
    "Адрес электронной почты подтверждён. Теперь вы можете войти.",
];

const ALREADY_VERIFIED: Text = [
    "The e-mail address is already verified.",
    "Адрес электронной почты уже подтверждён.",
];

const HEAD: Text = [
    "Open this link with GET to verify the e-mail address.",
    "Откройте эту ссылку методом GET, чтобы подтвердить адрес.",
];

fn in_russian(error: &VerifyEmailError) -> &'static str {
    match error {
        VerifyEmailError::TokenExpired => {
            "Срок действия этой ссылки истёк. Запросите новое письмо или зарегистрируйтесь ещё раз."
        }
        VerifyEmailError::NoAccount => "Учётной записи с этим адресом электронной почты нет.",
        _ => "Эта ссылка неполная, поддельная или недействительная. Запросите новое письмо.",
    }
}
