//! The link in the mail of an invitation, which most people open in a browser.

use korotko_core::Korotko;
use korotko_core::escape_html;
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::user::{AccessPolicy, FindInvitationError, Invitation, Language};
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::{Html, Json};
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};

use super::invitation_dto::InvitationView;
use super::problems::InvitationProblem;
use crate::api::Tag;
use crate::api::html::{page, prefers_html, sentence};
use crate::api::language::preferred;
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
    /// link in the mail of an invitation leads here. Returns a page if the client prefers `text/html`, otherwise JSON.
    #[oai(path = "/:token", method = "get", operation_id = "getInvitation")]
    async fn get(
        &self,
        request: &Request,
        /// The token of the link in the mail.
        token: Path<String>,
    ) -> Result<Found, InvitationProblem> {
        let users = &self.korotko.users;
        let found = users.find_invitation(&token.0).await;
        let invitation = found.map_err(|error| problem(request, &error))?;
        let policy = users.policy();
        Ok(Found::Found(if prefers_html(request) {
            Content::Html(Html(invitation_page(&invitation, &token.0, policy)))
        } else {
            Content::Json(Json(InvitationView::new(&invitation, policy)))
        }))
    }
}

/// Says how to use an invitation. There is no form: registering takes JSON.
fn invitation_page(invitation: &Invitation, token: &str, policy: &AccessPolicy) -> String {
    let email = escape_html(invitation.email.as_typed());
    let token = escape_html(token);
    let until = invitation.expires_at().format("%Y-%m-%d %H:%M UTC");
    let docs = "<a href=\"/docs#/Accounts/registerUser\">registerUser</a>";
    let text = match invitation.language {
        Language::En => format!(
            "You are invited to create an account with the e-mail address <b>{email}</b>. The invitation works once, until \
             {until}.</p><p>To register, send this address, a password and the invitation below with {docs}.</p>\
             <p><code>{token}</code>"
        ),
        Language::Ru => format!(
            "Вас приглашают создать учётную запись с адресом электронной почты <b>{email}</b>. Приглашение действует один раз, \
             до {until}.</p><p>Чтобы зарегистрироваться, отправьте этот адрес, пароль и приглашение, указанное ниже, \
             операцией {docs}.</p><p><code>{token}</code>"
        ),
    };
    page(
        invitation.language,
        &(text + &terms(invitation.language, policy)),
    )
}

/// A paragraph with the terms, if there are any.
fn terms(language: Language, policy: &AccessPolicy) -> String {
    let Some(url) = &policy.terms_url else {
        return String::new();
    };
    let title = match language {
        Language::En => "Terms of this service",
        Language::Ru => "Условия использования сервиса",
    };
    let url = escape_html(url.as_str());
    format!("</p><p>{title}: <a href=\"{url}\">{url}</a>")
}

/// The problem, as a page for a browser.
fn problem(request: &Request, error: &FindInvitationError) -> Problem {
    let problem = Problem::from_fault(error);
    let for_people = matches!(error.kind(), FaultKind::NotFound | FaultKind::Forbidden);
    if !prefers_html(request) || !for_people {
        return problem;
    }
    let language = preferred(request);
    let text = match (language, error) {
        (Language::En, _) => sentence(error),
        (Language::Ru, FindInvitationError::RegistrationClosed) => {
            "Регистрация закрыта, в том числе для приглашённых.".to_owned()
        }
        (Language::Ru, _) => {
            "Это приглашение недействительно, использовано или просрочено. Попросите новое."
                .to_owned()
        }
    };
    problem.with_page(page(language, &text))
}
