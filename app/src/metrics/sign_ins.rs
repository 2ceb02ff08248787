use std::fmt;

use korotko_core::user::Users;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;

/// Sign-ins, and refused tokens.
#[derive(Debug)]
pub(crate) struct SignInNumbers(pub(crate) Users);

impl Collector for SignInNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let counts = self.0.sign_in_counts();
        let mut samples = Samples::of(encoder);
        samples.counters(
            "korotko_sign_ins",
            "Sign-ins by outcome",
            [
                ([("outcome", "succeeded")], counts.succeeded),
                (
                    [("outcome", "invalid-credentials")],
                    counts.wrong_credentials,
                ),
                (
                    [("outcome", "email-not-verified")],
                    counts.email_not_verified,
                ),
                ([("outcome", "account-disabled")], counts.account_disabled),
            ],
        )?;
        samples.counter(
            "korotko_tokens_refused",
            "Access, refresh and password reset tokens that were refused: forged, expired, or of a session that has ended",
            counts.tokens_refused,
        )
    }
}
