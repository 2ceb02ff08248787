use korotko_core::Korotko;
use korotko_core::user::Register;
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{Address, Credentials, Message, PasswordProof, Profile};
use super::problems::{ChangeProblem, RegisterProblem, RequestMailProblem, VerifyEmailProblem};
use super::verification::{Answer, VerificationAnswer};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::language::PreferredLanguage;
use crate::api::problems::SessionProblem;
use crate::http::JsonBody;

/// An account and its address.
#[derive(Debug)]
pub struct AccountApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Registered {
    /// The account is made; its address must be confirmed by the link in the mail.
    #[oai(status = 201)]
    Created(Json<Message>),
}

#[derive(ApiResponse)]
pub(super) enum Accepted {
    /// If there is something to mail to this address, the mail is on its way. Whether there is, is not told.
    #[oai(status = 202)]
    Accepted(Json<Message>),
}

#[derive(ApiResponse)]
enum OwnAccount {
    /// The account.
    #[oai(status = 200)]
    Account(Json<Profile>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The account is gone.
    #[oai(status = 204)]
    Deleted,
}

impl Accepted {
    pub(super) fn new(message: &str) -> Self {
        Self::Accepted(Json(Message::new(message)))
    }
}

#[allow(clippy::unused_async, reason = "an operation is an async function")]
#[OpenApi(prefix_path = "/api", tag = "Tag::Accounts")]
impl AccountApi {
    /// Register
    ///
    /// Makes an account and mails a link that confirms the address. The link works for 24 hours; an account that is not
    /// confirmed by then is removed. The mail is in Russian when `Accept-Language` prefers it, else in English.
    #[oai(
        path = "/users/register",
        method = "post",
        operation_id = "registerUser"
    )]
    async fn register(
        &self,
        body: JsonBody<Credentials>,
        language: PreferredLanguage,
    ) -> Result<Registered, RegisterProblem> {
        let Credentials { email, password } = body.0;
        let register = Register {
            email,
            password,
            language: language.0,
        };
        self.korotko.users.register(register).await?;
        Ok(Registered::Created(Json(Message::new(
            "The account is made. Confirm the e-mail address by the link in the mail that is on its way.",
        ))))
    }

    /// Confirm an e-mail address
    ///
    /// Where the link in the mail leads. Says "already confirmed" when it is followed again. Answers one sentence of HTML when
    /// the client prefers `text/html`, also when it refuses, else JSON. A HEAD changes nothing.
    #[oai(
        path = "/email-verification/:token",
        method = "get",
        operation_id = "verifyEmail"
    )]
    async fn verify_email(
        &self,
        request: &Request,
        /// The token from the mail.
        token: Path<String>,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let answer = Answer::to(request);
        answer.give(&self.korotko.users, &token.0).await
    }

    /// Confirm an e-mail address, under its other path
    ///
    /// As `verifyEmail`.
    #[oai(
        path = "/users/email-verification/:verify_token",
        method = "get",
        operation_id = "verifyUserEmail"
    )]
    async fn confirm_user_email(
        &self,
        request: &Request,
        /// The token from the mail.
        verify_token: Path<String>,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let answer = Answer::to(request);
        answer.give(&self.korotko.users, &verify_token.0).await
    }

    /// Mail the confirmation link once more
    ///
    /// Answers the same whether or not the address has an account that waits for it.
    #[oai(
        path = "/users/resend-verification",
        method = "post",
        operation_id = "resendVerification"
    )]
    async fn resend_verification(
        &self,
        body: JsonBody<Address>,
    ) -> Result<Accepted, RequestMailProblem> {
        let users = &self.korotko.users;
        users.resend_verification(&body.0.email).await?;
        Ok(Accepted::new(
            "If an account waits for this address to be confirmed, a mail is on its way.",
        ))
    }

    /// Read one's own account
    ///
    /// The account of the bearer of the token.
    #[oai(path = "/users/me", method = "get", operation_id = "getAccount")]
    async fn read_profile(&self, user: SignedIn) -> Result<OwnAccount, SessionProblem> {
        Ok(OwnAccount::Account(Json(Profile::from(&user.0))))
    }

    /// Delete one's own account
    ///
    /// Removes the account, its sessions and its personal links; its global codes answer 410 for 90 days. Asks for the
    /// password once more. This cannot be taken back.
    #[oai(path = "/users/me", method = "delete", operation_id = "deleteAccount")]
    async fn delete_account(
        &self,
        user: SignedIn,
        body: JsonBody<PasswordProof>,
    ) -> Result<Deleted, ChangeProblem> {
        let users = &self.korotko.users;
        users.delete_account(&user.0, &body.0.password).await?;
        Ok(Deleted::Deleted)
    }
}
