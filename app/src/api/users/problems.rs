//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why there is no new account.
    pub RegisterProblem {
        400,
        409 "email-taken: this e-mail address already has an account",
        413,
        415,
        422,
        503,
    }

    /// Why an address was not confirmed.
    pub VerifyEmailProblem {
        400 "verification-token-invalid: the link is malformed, forged, or more than 24 hours old (`verification-token-expired`)",
        404 "no-account: no account with this e-mail address",
        503,
    }

    /// Why no mail was considered.
    pub RequestMailProblem { 400, 413, 415, 422, 503 }

    /// Why somebody was not signed in.
    pub SignInProblem {
        400,
        401 "invalid-credentials: the e-mail address or the password is wrong",
        403 "email-not-verified: the e-mail address is not confirmed yet",
        413,
        415,
        422,
        503,
    }

    /// Why there is no fresh pair.
    pub RefreshProblem {
        400,
        401 "token-invalid: the refresh token is not valid; sign in again",
        413,
        415,
        503,
    }

    /// Why the password or the account is as it was.
    pub ChangeProblem {
        400,
        401,
        413,
        415,
        422 "wrong-password: the current password is another one; or `invalid`, when the new one breaks a rule",
        503,
    }

    /// Why the password was not reset.
    pub ConfirmResetProblem {
        400 "reset-token-invalid: the token is malformed, forged, used or over; or the request cannot be read",
        413,
        415,
        422,
        503,
    }
}
