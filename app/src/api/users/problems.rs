//! The problems of each operation.

use korotko_core::ZoneError;
use korotko_core::fault::Violations;
use korotko_core::rate_limit::Policy;
use korotko_core::user::{
    AuthenticateError, ChangePasswordError, ConfirmEmailChangeError, ConfirmPasswordResetError,
    DeleteAccountError, EditAccountError, Email, EmailError, FindInvitationError, Password,
    RegisterError, RequestEmailChangeError, RequestMailError, SignInError, VerifyEmailError,
};

use crate::api::rate_limited::rate_limited;
use crate::problems;

/// The broken rules of an invalid address.
pub(in crate::api) fn invalid_email() -> Violations {
    let mut broken = Violations::default();
    broken.check("email", Email::parse("me"));
    broken
}

/// The broken rules of a weak password.
fn weak_password(field: &'static str) -> Violations {
    let mut broken = Violations::default();
    broken.check_all(field, Password::parse("short"));
    broken
}

fn invalid_invitation() -> Violations {
    Violations::new(
        "invitation",
        "is invalid, used or expired; ask for a new one",
    )
}

fn wrong_password(field: &'static str) -> Violations {
    Violations::new(field, "is not your password")
}

problems! {
    /// Why an account was not created.
    pub RegisterProblem {
        400,
        403 => [RegisterError::RegistrationClosed, RegisterError::InvitationRequired],
        409 => [RegisterError::EmailTaken],
        413,
        415,
        422 => [
            RegisterError::Invalid(weak_password("password")),
            RegisterError::InvitationInvalid(invalid_invitation()),
        ],
        429 => [rate_limited(Policy::Registration)],
        503,
    }

    /// Why an invitation is not returned.
    pub InvitationProblem {
        403 => [FindInvitationError::RegistrationClosed],
        404 => [FindInvitationError::NotFound],
        503,
    }

    /// Why an e-mail address was not verified.
    pub VerifyEmailProblem {
        400 => [VerifyEmailError::TokenInvalid, VerifyEmailError::TokenExpired],
        404 => [VerifyEmailError::NoAccount],
        503,
    }

    /// Why a change of address was not requested.
    pub RequestEmailChangeProblem {
        400,
        401,
        409 => [RequestEmailChangeError::EmailTaken],
        413,
        415,
        422 => [
            RequestEmailChangeError::Invalid(Violations::new("new_email", EmailError)),
            RequestEmailChangeError::WrongPassword(wrong_password("password")),
        ],
        429 => [rate_limited(Policy::MailRequests)],
        503,
    }

    /// Why a change of address was not confirmed.
    pub ConfirmEmailChangeProblem {
        400 => [ConfirmEmailChangeError::TokenInvalid],
        409 => [ConfirmEmailChangeError::EmailTaken],
        503,
    }

    /// Why a request for a mail failed.
    pub RequestMailProblem {
        400,
        413,
        415,
        422 => [RequestMailError::Invalid(invalid_email())],
        429 => [rate_limited(Policy::MailRequests)],
        503,
    }

    /// Why a user was not signed in.
    pub SignInProblem {
        400,
        401 => [SignInError::WrongCredentials],
        403 => [SignInError::EmailNotVerified, SignInError::AccountDisabled],
        413,
        415,
        422 => [SignInError::Invalid(invalid_email())],
        429 => [rate_limited(Policy::SignIn)],
        503,
    }

    /// Why tokens were not refreshed.
    pub RefreshProblem {
        400,
        401 => [AuthenticateError::TokenInvalid],
        413,
        415,
        503,
    }

    /// Why a user was not signed out.
    pub SignOutProblem { 400, 401, 413, 415, 503 }

    /// Why a password was not changed.
    pub ChangePasswordProblem {
        400,
        401,
        413,
        415,
        422 => [
            ChangePasswordError::Invalid(weak_password("new_password")),
            ChangePasswordError::WrongPassword(wrong_password("current_password")),
        ],
        503,
    }

    /// Why an account was not updated.
    pub UpdateAccountProblem {
        400,
        401,
        413,
        415,
        422 => [EditAccountError::Invalid(Violations::new("time_zone", ZoneError))],
        503,
    }

    /// Why an account was not deleted.
    pub DeleteAccountProblem {
        400,
        401,
        409 => [DeleteAccountError::LastAdministrator],
        413,
        415,
        422 => [DeleteAccountError::WrongPassword(wrong_password("password"))],
        503,
    }

    /// Why a password was not reset.
    pub ConfirmResetProblem {
        400 => [ConfirmPasswordResetError::TokenInvalid],
        413,
        415,
        422 => [ConfirmPasswordResetError::Invalid(weak_password("new_password"))],
        503,
    }
}
