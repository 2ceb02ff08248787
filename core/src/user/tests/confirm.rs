use chrono::TimeDelta;

use crate::fault::Fault;
use crate::mock::{MockPorts, sample};
use crate::user::{Confirmation, User};

fn unconfirmed(sent: Option<TimeDelta>) -> User {
    User {
        verified_at: None,
        verification_sent_at: sent.map(|ago| sample::now() - ago),
        ..sample::user()
    }
}

/// Follows Ann's link when this is what the store has of her.
async fn follow(found: Option<User>) -> Result<Confirmation, &'static str> {
    let mut mocks = MockPorts::default();
    let (seen, held) = (found.clone(), found);
    mocks
        .users
        .expect_find_by_email()
        .returning(move |_| Ok(seen.clone()));
    mocks
        .users
        .expect_find_for_update()
        .returning(move |_| Ok(held.clone()));
    mocks
        .users
        .expect_update()
        .withf(|user| user.verified_at == Some(sample::now()))
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let korotko = mocks.korotko();
    let token = korotko
        .users
        .tokens
        .issue_verification(sample::user().email.as_typed());
    let answer = korotko.users.confirm_email(&token).await;
    let confirmed = matches!(answer, Ok(Confirmation::Confirmed));
    assert_eq!(commits.count(), usize::from(confirmed));
    answer.map_err(|error| error.code())
}

#[tokio::test]
async fn a_link_works_for_24_hours_after_the_last_mail() {
    let young = TimeDelta::hours(24) - TimeDelta::microseconds(1);
    assert_eq!(
        follow(Some(unconfirmed(Some(young)))).await,
        Ok(Confirmation::Confirmed)
    );
    let old = unconfirmed(Some(TimeDelta::hours(24)));
    assert_eq!(follow(Some(old)).await, Err("verification-token-expired"));
}

#[tokio::test]
async fn a_second_click_says_so_however_late() {
    assert_eq!(
        follow(Some(sample::user())).await,
        Ok(Confirmation::AlreadyConfirmed)
    );
}

#[tokio::test]
async fn a_token_without_an_account_has_none() {
    assert_eq!(follow(None).await, Err("no-account"));
}

#[tokio::test]
async fn a_token_from_before_the_first_mail_confirms_nothing() {
    let answer = follow(Some(unconfirmed(None))).await;
    assert_eq!(answer, Err("verification-token-expired"));
}

#[tokio::test]
async fn a_malformed_token_asks_no_store() {
    let korotko = MockPorts::default().korotko();
    let answer = korotko.users.confirm_email("x-y").await;
    assert_eq!(answer.unwrap_err().code(), "verification-token-invalid");
}

#[tokio::test]
async fn a_genuine_token_of_no_address_is_refused() {
    let users = MockPorts::default().korotko().users;
    for address in ["", "nobody", &"\0".repeat(24 * 1024)] {
        let token = users.tokens.issue_verification(address);
        let refused = users.confirm_email(&token).await.unwrap_err();
        assert_eq!(refused.code(), "verification-token-invalid", "{address:.9}");
    }
}
