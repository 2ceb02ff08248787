use korotko_core::Korotko;
use poem_openapi::OpenApi;

use super::account::Accepted;
use super::dto::{EmailAddress, PasswordChange, PasswordReset};
use super::problems::{ChangePasswordProblem, ConfirmResetProblem, RequestMailProblem};
use super::session::Done;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::client::Client;
use crate::http::JsonBody;

/// Passwords.
#[derive(Debug)]
pub struct PasswordApi {
    pub(in crate::api) korotko: Korotko,
}

#[OpenApi(prefix_path = "/api/users", tag = "Tag::Accounts")]
impl PasswordApi {
    /// Change your password
    ///
    /// Sets a new password and ends all sessions, including this one. Sign in again afterwards. API keys continue to work.
    #[oai(path = "/password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        user: SignedIn,
        body: JsonBody<PasswordChange>,
    ) -> Result<Done, ChangePasswordProblem> {
        let users = &self.korotko.users;
        users.change_password(&user.0, body.0.into()).await?;
        Ok(Done::Done)
    }

    /// Request a password reset
    ///
    /// Mails a link to a page that sets a new password, unless too many mails were sent to the address today. The link ends in a token,
    /// which is valid for one hour and can be used once, there or with `confirmPasswordReset`. The response is the same whether or not
    /// the address has an account.
    #[oai(
        path = "/password-reset",
        method = "post",
        operation_id = "requestPasswordReset"
    )]
    async fn request_password_reset(
        &self,
        client: Client,
        body: JsonBody<EmailAddress>,
    ) -> Result<Accepted, RequestMailProblem> {
        let users = &self.korotko.users;
        users
            .request_password_reset(&body.0.email, client.0)
            .await?;
        Ok(Accepted::new(
            "If an account has this address, a password reset mail was sent.",
        ))
    }

    /// Reset your password
    ///
    /// Sets a new password with the token of the password reset mail, which is the last segment of its link. Also verifies the e-mail
    /// address, ends all sessions, and deletes all API keys: whoever knew the old password may have created some.
    #[oai(
        path = "/password-reset/confirm",
        method = "post",
        operation_id = "confirmPasswordReset"
    )]
    async fn confirm_password_reset(
        &self,
        body: JsonBody<PasswordReset>,
    ) -> Result<Done, ConfirmResetProblem> {
        let PasswordReset {
            token,
            new_password,
        } = body.0;
        let users = &self.korotko.users;
        users.confirm_password_reset(&token, &new_password).await?;
        Ok(Done::Done)
    }
}
