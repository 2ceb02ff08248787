//! The response to a mailed link that takes effect when it is opened, mostly in a browser.

use bytes::Bytes;
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::user::Language;
use korotko_texts::Texts;
use korotko_web::{PageRequest, Pages, Sheet};
use poem::http::Method;
use poem::{Request, Response};
use poem_openapi::ResponseContent;
use poem_openapi::payload::{Html, Json};

use super::dto::Message;
use crate::api::language::preferred;
use crate::http::problem::Problem;
use crate::http::{FullResponse, OriginalMethod, into_poem, prefers_html, request_id};

/// The texts after which somebody signs in.
const SIGN_IN_NEXT: [&str; 3] = [
    "answer-verification-done",
    "answer-verification-done-before",
    "answer-email-change-done",
];

/// A status has one entry in the document, so it has both forms.
#[derive(ResponseContent)]
pub(super) enum LinkContent {
    Json(Json<Message>),
    #[oai(actual_type = "Html<String>")]
    Page(Response),
}

/// The form of the response to a request.
pub(super) struct LinkAnswer {
    /// The pages, and the request as they read it, if it asks for one.
    pages: Option<(Pages, PageRequest)>,
    /// Mail servers send HEAD to scan links, which must not take effect (RFC 9110 9.2.1).
    pub(super) is_head: bool,
    /// The language where the account is not known.
    pub(super) language: Language,
}

impl LinkAnswer {
    pub(super) fn to(request: &Request) -> Self {
        let method = request.data::<OriginalMethod>();
        let pages = request.data::<Pages>().cloned();
        let pages = pages.filter(|_| prefers_html(request.headers()));
        Self {
            pages: pages.map(|pages| (pages, page_request(request))),
            is_head: method.is_some_and(|method| method.0 == Method::HEAD),
            language: preferred(request),
        }
    }

    /// The text of this key: for a browser as a page in this language, otherwise as JSON in English.
    pub(super) fn content(&self, language: Language, key: &'static str) -> LinkContent {
        let page = self.page(Sheet {
            language,
            title: "answer-link-title",
            text: key,
            leads_to_sign_in: SIGN_IN_NEXT.contains(&key),
        });
        if let Some(page) = page {
            return LinkContent::Page(into_poem(page));
        }
        let english = Texts::of(Language::En).text(key);
        LinkContent::Json(Json(Message::new(english)))
    }

    /// The problem, as a page with the text of this key for a browser if it is about the link.
    pub(super) fn problem(&self, error: &impl Fault, key: &'static str) -> Problem {
        let problem = Problem::from_fault(error);
        let for_people = matches!(
            error.kind(),
            FaultKind::Malformed | FaultKind::NotFound | FaultKind::Conflict
        );
        let page = self.page(Sheet {
            language: self.language,
            title: "problem-title",
            text: key,
            leads_to_sign_in: false,
        });
        match page.filter(|_| for_people) {
            Some(page) => problem.with_whole_page(page),
            None => problem,
        }
    }

    /// The page, for a browser.
    fn page(&self, sheet: Sheet) -> Option<FullResponse> {
        let (pages, request) = self.pages.as_ref()?;
        Some(pages.sheet(request, sheet))
    }
}

/// A request as the pages read it, without its body.
fn page_request(request: &Request) -> PageRequest {
    PageRequest {
        method: Method::GET,
        uri: request.uri().clone(),
        headers: request.headers().clone(),
        body: Bytes::new(),
        client: None,
        id: request_id::current().map_or_else(String::new, |id| id.to_string()),
    }
}
