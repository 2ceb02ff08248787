use korotko_core::Korotko;
use poem_openapi::OpenApi;

use super::account::Accepted;
use super::dto::{Address, PasswordChange, PasswordReset};
use super::problems::{ChangeProblem, ConfirmResetProblem, RequestMailProblem};
use super::session::Done;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::http::JsonBody;

/// Passwords.
#[derive(Debug)]
pub struct PasswordApi {
    pub(in crate::api) korotko: Korotko,
}

#[OpenApi(prefix_path = "/api/users", tag = "Tag::Accounts")]
impl PasswordApi {
    /// Change the password
    ///
    /// Ends every session, this one too: sign in again.
    #[oai(path = "/password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        user: SignedIn,
        body: JsonBody<PasswordChange>,
    ) -> Result<Done, ChangeProblem> {
        let users = &self.korotko.users;
        users.change_password(&user.0, body.0.into()).await?;
        Ok(Done::Done)
    }

    /// Ask for a password reset
    ///
    /// Mails a token with which a new password can be set, once, within an hour. Answers the same whether or not the address
    /// has an account.
    #[oai(
        path = "/password-reset",
        method = "post",
        operation_id = "requestPasswordReset"
    )]
    async fn request_password_reset(
        &self,
        body: JsonBody<Address>,
    ) -> Result<Accepted, RequestMailProblem> {
        let users = &self.korotko.users;
        users.request_password_reset(&body.0.email).await?;
        Ok(Accepted::new(
            "If this address has an account, a mail is on its way.",
        ))
    }

    /// Reset the password
    ///
    /// Sets a new password with the token from the mail, confirms the address by it, and ends every session.
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
