//! The response to the link in a verification mail.

use korotko_core::user::{Users, Verification, VerifyEmailError};
use poem_openapi::ApiResponse;

use super::link_answer::{LinkAnswer, LinkContent};
use super::problems::VerifyEmailProblem;

#[derive(ApiResponse)]
pub(super) enum VerificationAnswer {
    /// The address is verified.
    #[oai(status = 200)]
    Verified(LinkContent),
}

/// Verifies the address to which this token was mailed.
pub(super) async fn verify(
    users: &Users,
    answer: &LinkAnswer,
    token: &str,
) -> Result<VerificationAnswer, VerifyEmailProblem> {
    let (language, key) = if answer.is_head {
        (answer.language, "answer-verification-head")
    } else {
        let verified = users.verify_email(token).await;
        match verified.map_err(|error| answer.problem(&error, key_of(&error)))? {
            Verification::Verified(language) => (language, "answer-verification-done"),
            Verification::AlreadyVerified(language) => {
                (language, "answer-verification-done-before")
            }
        }
    };
    Ok(VerificationAnswer::Verified(answer.content(language, key)))
}

/// The key of the text about an error.
fn key_of(error: &VerifyEmailError) -> &'static str {
    match error {
        VerifyEmailError::TokenExpired => "answer-verification-expired",
        VerifyEmailError::NoAccount => "answer-verification-no-account",
        _ => "answer-verification-invalid",
    }
}
