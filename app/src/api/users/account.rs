use korotko_core::Korotko;
use poem::Request;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::account_dto::{AccountDeletion, AccountUpdate, AccountView};
use super::dto::{EmailAddress, Message, NewAccount};
use super::link_answer::LinkAnswer;
use super::problems::{
    DeleteAccountProblem, RegisterProblem, RequestMailProblem, UpdateAccountProblem,
    VerifyEmailProblem,
};
use super::verification::{VerificationAnswer, verify};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::client::Client;
use crate::api::language::PreferredLanguage;
use crate::api::problems::SessionProblem;
use crate::http::JsonBody;

/// Accounts and their e-mail addresses.
#[derive(Debug)]
pub struct AccountApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Registered {
    /// The account was created. Open the link in the verification mail to activate it; after an invitation, sign in.
    #[oai(status = 201)]
    Created(Json<Message>),
}

#[derive(ApiResponse)]
pub(super) enum Accepted {
    /// Accepted. Whether a mail is sent is deliberately not revealed.
    #[oai(status = 202)]
    Accepted(Json<Message>),
}

#[derive(ApiResponse)]
enum OwnAccount {
    /// Your account.
    #[oai(status = 200)]
    Account(Json<AccountView>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The account was deleted.
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
    /// Register an account
    ///
    /// Creates an account and mails a verification link, which is valid for 24 hours. An account that is not verified by then is
    /// removed. `Accept-Language` decides whether the account's language is English or Russian. With an `invitation` the address is
    /// that of the invitation and verified at once. A service may require invitations or certain domains, or be closed.
    #[oai(
        path = "/users/register",
        method = "post",
        operation_id = "registerUser"
    )]
    async fn register(
        &self,
        client: Client,
        body: JsonBody<NewAccount>,
        language: PreferredLanguage,
    ) -> Result<Registered, RegisterProblem> {
        let users = &self.korotko.users;
        let register = body.0.with_language(language.0);
        let user = users.register(register, client.0).await?;
        let message = Message::registered(&user, users.policy());
        Ok(Registered::Created(Json(message)))
    }

    /// Verify an e-mail address
    ///
    /// Verifies the e-mail address of an account. The link in the verification mail leads here. Verifying an address again does no
    /// harm. Returns a page if the client prefers `text/html`, otherwise JSON. A HEAD request changes nothing.
    #[oai(
        path = "/email-verification/:token",
        method = "get",
        operation_id = "verifyEmail"
    )]
    async fn verify_email(
        &self,
        request: &Request,
        /// The token of the verification link.
        token: Path<String>,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let answer = LinkAnswer::to(request);
        verify(&self.korotko.users, &answer, &token.0).await
    }

    /// Verify an e-mail address (long path)
    ///
    /// Does the same as `verifyEmail`.
    #[oai(
        path = "/users/email-verification/:verify_token",
        method = "get",
        operation_id = "verifyUserEmail"
    )]
    async fn verify_user_email(
        &self,
        request: &Request,
        /// The token of the verification link.
        verify_token: Path<String>,
    ) -> Result<VerificationAnswer, VerifyEmailProblem> {
        let answer = LinkAnswer::to(request);
        verify(&self.korotko.users, &answer, &verify_token.0).await
    }

    /// Resend the verification mail
    ///
    /// Mails a new verification link, if an unverified account has this address and not too many mails were sent to it today. The
    /// response is the same either way, so that it does not reveal whether there is one.
    #[oai(
        path = "/users/resend-verification",
        method = "post",
        operation_id = "resendVerification"
    )]
    async fn resend_verification(
        &self,
        client: Client,
        body: JsonBody<EmailAddress>,
    ) -> Result<Accepted, RequestMailProblem> {
        let users = &self.korotko.users;
        users.resend_verification(&body.0.email, client.0).await?;
        Ok(Accepted::new(
            "If an unverified account has this address, a verification mail was sent.",
        ))
    }

    /// Get your account
    ///
    /// Returns the account of the access token.
    #[oai(path = "/users/me", method = "get", operation_id = "getAccount")]
    async fn get_account(&self, user: SignedIn) -> Result<OwnAccount, SessionProblem> {
        let pending = self.korotko.users.pending_email(&user.0).await?;
        let view = AccountView::new(&user.0, pending.as_ref());
        Ok(OwnAccount::Account(Json(view)))
    }

    /// Update your account
    ///
    /// Changes the given settings of your account (JSON merge patch, RFC 7396); others are unchanged.
    #[oai(path = "/users/me", method = "patch", operation_id = "updateAccount")]
    async fn update_account(
        &self,
        user: SignedIn,
        body: JsonBody<AccountUpdate>,
    ) -> Result<OwnAccount, UpdateAccountProblem> {
        let users = &self.korotko.users;
        let user = users.edit(&user.0, &body.0.into()).await?;
        let pending = users.pending_email(&user).await?;
        let view = AccountView::new(&user, pending.as_ref());
        Ok(OwnAccount::Account(Json(view)))
    }

    /// Delete your account
    ///
    /// Permanently deletes your account, sessions, API keys, collections, schedules and links. Confirm with your password. The slugs of your global
    /// links answer 410 for 90 days.
    #[oai(path = "/users/me", method = "delete", operation_id = "deleteAccount")]
    async fn delete_account(
        &self,
        user: SignedIn,
        body: JsonBody<AccountDeletion>,
    ) -> Result<Deleted, DeleteAccountProblem> {
        let users = &self.korotko.users;
        users.delete_account(&user.0, &body.0.password).await?;
        Ok(Deleted::Deleted)
    }
}
