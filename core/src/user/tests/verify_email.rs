use chrono::TimeDelta;

use crate::fault::Fault;
use crate::mock::{MockPorts, sample};
use crate::user::{Language, User, Verification};

fn unverified(sent: Option<TimeDelta>) -> User {
    User {
        verified_at: None,
        verification_sent_at: sent.map(|ago| sample::now() - ago),
        ..sample::user()
    }
}

/// Follows Ann's verification link when the store has this account of her.
async fn follow(found: Option<User>) -> Result<Verification, &'static str> {
    let mut mocks = MockPorts::default().with_user(found);
    let update = mocks.users.expect_update();
    update
        .withf(|user| user.verified_at == Some(sample::now()))
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let token = users.tokens.issue_verification("ann@example.com");
    let answer = users.verify_email(&token).await;
    let confirmed = matches!(answer, Ok(Verification::Verified(_)));
    assert_eq!(commits.count(), usize::from(confirmed));
    answer.map_err(|error| error.code())
}

/// A link works for 24 hours after the last mail; a second click says so, however late; and a token from before the first mail
/// comes from an earlier account.
#[tokio::test]
async fn a_verification_link_works_for_24_hours() {
    let day = TimeDelta::hours(24);
    let young = unverified(Some(day - TimeDelta::microseconds(1)));
    let expired = Err("verification-token-expired");
    for (found, answer) in [
        (Some(young), Ok(Verification::Verified(Language::En))),
        (Some(unverified(Some(day))), expired),
        (Some(unverified(None)), expired),
        (
            Some(sample::user()),
            Ok(Verification::AlreadyVerified(Language::En)),
        ),
        (None, Err("account-not-found")),
    ] {
        assert_eq!(follow(found.clone()).await, answer, "{found:?}");
    }
}

#[tokio::test]
async fn a_malformed_token_is_not_looked_up() {
    let users = MockPorts::default().korotko().users;
    let answer = users.verify_email("x-y").await;
    assert_eq!(answer.unwrap_err().code(), "verification-token-invalid");
}

#[tokio::test]
async fn a_genuine_token_of_a_malformed_address_is_refused() {
    let users = MockPorts::default().korotko().users;
    for address in ["", "nobody", &"\0".repeat(24 * 1024)] {
        let token = users.tokens.issue_verification(address);
        let refused = users.verify_email(&token).await.unwrap_err();
        assert_eq!(refused.code(), "verification-token-invalid", "{address:.9}");
    }
}
