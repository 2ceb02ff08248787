use korotko_core::Korotko;
use korotko_core::user::{ConfirmEmailChangeError, ConfirmedEmailChange, Users};
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::account_dto::EmailChange;
use super::dto::Message;
use super::link_answer::{LinkAnswer, LinkContent};
use super::problems::{ConfirmEmailChangeProblem, RequestEmailChangeProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::problems::SessionProblem;
use crate::http::JsonBody;

/// Changes of addresses.
#[derive(Debug)]
pub struct EmailChangeApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Requested {
    /// Accepted. The address changes once it was confirmed by the links in both mails.
    #[oai(status = 202)]
    Requested(Json<Message>),
}

#[derive(ApiResponse)]
enum Withdrawn {
    /// No change is pending.
    #[oai(status = 204)]
    Withdrawn,
}

#[derive(ApiResponse)]
enum Confirmed {
    /// The owner of the address has confirmed the change.
    #[oai(status = 200)]
    Confirmed(LinkContent),
}

#[OpenApi(prefix_path = "/api/users", tag = "Tag::Accounts")]
impl EmailChangeApi {
    /// Change your e-mail address
    ///
    /// Mails a link to your address and one to the new address, unless too many mails were sent to one of them today. The address changes
    /// once both were used to confirm it, in any order, within 24 hours. Then all sessions end; sign in with the new address. API keys continue
    /// to work. A new request replaces an earlier one, whose links no longer work; so does the end of all sessions, such as by a change
    /// of the password.
    #[oai(path = "/email", method = "post", operation_id = "requestEmailChange")]
    async fn request(
        &self,
        user: SignedIn,
        body: JsonBody<EmailChange>,
    ) -> Result<Requested, RequestEmailChangeProblem> {
        let users = &self.korotko.users;
        users.request_email_change(&user.0, body.0.into()).await?;
        let text = "The address changes once it was confirmed by the links in the mails to both addresses, within 24 hours.";
        Ok(Requested::Requested(Json(Message::new(text))))
    }

    /// Withdraw the change of your e-mail address
    ///
    /// Withdraws the pending change of your address, if there is one. Its links no longer work.
    #[oai(
        path = "/email",
        method = "delete",
        operation_id = "withdrawEmailChange"
    )]
    async fn withdraw(&self, user: SignedIn) -> Result<Withdrawn, SessionProblem> {
        let users = &self.korotko.users;
        users.withdraw_email_change(&user.0).await?;
        Ok(Withdrawn::Withdrawn)
    }

    /// Confirm a change of an e-mail address
    ///
    /// Confirms a change of the address of an account. The links in the mails to both addresses lead to a page with a button that does the
    /// same; each ends in a token of its own. Confirming again does no harm. Returns a page if the client prefers `text/html`, otherwise JSON. A HEAD request changes nothing.
    #[oai(
        path = "/email/confirm/:token",
        method = "get",
        operation_id = "confirmEmailChange"
    )]
    async fn confirm(
        &self,
        request: &Request,
        /// The token of the mail: the last segment of its link.
        token: Path<String>,
    ) -> Result<Confirmed, ConfirmEmailChangeProblem> {
        let answer = LinkAnswer::to(request);
        confirm(&self.korotko.users, &answer, &token.0).await
    }
}

/// Confirms the change of this token.
async fn confirm(
    users: &Users,
    answer: &LinkAnswer,
    token: &str,
) -> Result<Confirmed, ConfirmEmailChangeProblem> {
    let (language, key) = if answer.is_head {
        (answer.language, "answer-email-change-head")
    } else {
        let confirmed = users.confirm_email_change(token).await;
        match confirmed.map_err(|error| answer.problem(&error, key_of(&error)))? {
            ConfirmedEmailChange::Confirmed(language) => {
                (language, "answer-email-change-confirmed")
            }
            ConfirmedEmailChange::AlreadyConfirmed(language) => {
                (language, "answer-email-change-confirmed-before")
            }
            ConfirmedEmailChange::Changed(language) => (language, "answer-email-change-done"),
        }
    };
    Ok(Confirmed::Confirmed(answer.content(language, key)))
}

/// The key of the text about an error.
fn key_of(error: &ConfirmEmailChangeError) -> &'static str {
    match error {
        ConfirmEmailChangeError::EmailTaken => "answer-email-change-taken",
        _ => "answer-email-change-invalid",
    }
}
