//! The link in the mail of an invitation, which most people open in a browser.

use korotko_core::Korotko;
use korotko_core::escape_html;
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::user::{AccessPolicy, FindInvitationError, Invitation};
use korotko_texts::Texts;
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::{Html, Json};
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};

use super::invitation_dto::InvitationView;
use super::problems::InvitationProblem;
use crate::api::Tag;
use crate::api::html::{page, text_page, with_element};
use crate::api::language::preferred;
use crate::http::prefers_html;
use crate::http::problem::Problem;

/// Invitations to register.
#[derive(Debug)]
pub struct InvitationApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Found {
    /// The invitation, which can be used.
    #[oai(status = 200)]
    Found(Content),
}

/// A status has one entry in the document, so it has both forms.
#[derive(ResponseContent)]
enum Content {
    Json(Json<InvitationView>),
    Html(Html<String>),
}

#[OpenApi(prefix_path = "/api/invitations", tag = "Tag::Accounts")]
impl InvitationApi {
    /// Get an invitation
    ///
    /// Returns an invitation to register that can still be used, and does not use it: send its token to `registerUser` for that. The
    /// link in the mail of an invitation leads to a page to register with it. Returns a page if the client prefers `text/html`,
    /// otherwise JSON.
    #[oai(path = "/:token", method = "get", operation_id = "getInvitation")]
    async fn get(
        &self,
        request: &Request,
        /// The token of the mail: the last segment of its link.
        token: Path<String>,
    ) -> Result<Found, InvitationProblem> {
        let users = &self.korotko.users;
        let found = users.find_invitation(&token.0).await;
        let invitation = found.map_err(|error| problem(request, &error))?;
        let policy = users.policy();
        Ok(Found::Found(if prefers_html(request.headers()) {
            Content::Html(Html(invitation_page(&invitation, &token.0, policy)))
        } else {
            Content::Json(Json(InvitationView::new(&invitation, policy)))
        }))
    }
}

/// Says how to use an invitation. There is no form: registering takes JSON.
fn invitation_page(invitation: &Invitation, token: &str, policy: &AccessPolicy) -> String {
    let texts = Texts::of(invitation.language);
    let email = format!("<b>{}</b>", escape_html(invitation.email.as_typed()));
    let until = invitation.expires_at().format("%Y-%m-%d %H:%M UTC");
    let about = with_element(
        texts,
        "answer-invitation-about",
        ("email", &email),
        &[("until", until.to_string().into())],
    );
    let docs = "<a href=\"/docs#/Accounts/registerUser\">registerUser</a>";
    let register = with_element(
        texts,
        "answer-invitation-register",
        ("operation", docs),
        &[],
    );
    let token = escape_html(token);
    let terms = terms(texts, policy);
    let paragraphs = format!("{about}</p><p>{register}</p><p><code>{token}</code>{terms}");
    page(invitation.language, &paragraphs)
}

/// A paragraph with the terms, if there are any.
fn terms(texts: &Texts, policy: &AccessPolicy) -> String {
    let Some(url) = &policy.terms_url else {
        return String::new();
    };
    let url = escape_html(url.as_str());
    let url = format!("<a href=\"{url}\">{url}</a>");
    let terms = with_element(texts, "answer-invitation-terms", ("url", &url), &[]);
    format!("</p><p>{terms}")
}

/// The problem, as a page for a browser.
fn problem(request: &Request, error: &FindInvitationError) -> Problem {
    let problem = Problem::from_fault(error);
    let for_people = matches!(error.kind(), FaultKind::NotFound | FaultKind::Forbidden);
    if !prefers_html(request.headers()) || !for_people {
        return problem;
    }
    let key = match error {
        FindInvitationError::RegistrationClosed => "answer-invitation-closed",
        _ => "answer-invitation-invalid",
    };
    problem.with_page(text_page(preferred(request), key))
}
