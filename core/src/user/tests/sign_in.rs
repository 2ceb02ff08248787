use crate::fault::Fault;
use crate::mock::{MockPasswordHasher, MockPorts, preset, sample};
use crate::ports::Verdict;
use crate::user::{Password, SignInError, User};

/// Ports with this account, whose hasher counts its work: exactly so many hashes, so many comparisons.
fn ports(found: Option<User>, verdict: Verdict, hashes: usize, checks: usize) -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks
        .users
        .expect_find_by_email()
        .returning(move |_| Ok(found.clone()));
    mocks.hasher = MockPasswordHasher::new();
    mocks
        .hasher
        .expect_hash()
        .times(hashes)
        .returning(|password| Ok(preset::marked(password)));
    mocks
        .hasher
        .expect_verify()
        .times(checks)
        .returning(move |_, _| Ok(verdict));
    mocks
}

async fn refusal(mocks: MockPorts) -> &'static str {
    let korotko = mocks.korotko();
    let answer = korotko.users.sign_in("ann@example.com", sample::PASSWORD);
    answer.await.unwrap_err().code()
}

#[tokio::test]
async fn unknown_wrong_and_unconfirmed_cost_one_hash_each() {
    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let unknown = ports(None, Verdict::Match, 1, 0);
    assert_eq!(refusal(unknown).await, "wrong-credentials");
    let wrong = ports(Some(sample::user()), Verdict::Mismatch, 0, 1);
    assert_eq!(refusal(wrong).await, "wrong-credentials");
    let right = ports(Some(unconfirmed.clone()), Verdict::Match, 0, 1);
    assert_eq!(refusal(right).await, "email-not-verified");
    let wrong_too = ports(Some(unconfirmed), Verdict::Mismatch, 0, 1);
    assert_eq!(refusal(wrong_too).await, "wrong-credentials");
}

#[tokio::test]
async fn a_lapsed_account_is_unknown() {
    let lapsed = User {
        verified_at: None,
        ..sample::user()
    };
    let mocks = ports(Some(lapsed), Verdict::Match, 1, 0);
    assert_eq!(refusal(mocks).await, "wrong-credentials");
}

#[tokio::test]
async fn what_is_no_address_is_named() {
    let korotko = ports(None, Verdict::Match, 0, 0).korotko();
    let refused = korotko.users.sign_in("nobody", "x").await.unwrap_err();
    assert_eq!(refused.violations()[0].field, "email");
}

#[tokio::test]
async fn a_password_that_nobody_can_have_is_wrong_whoever_has_an_account() {
    for found in [None, Some(sample::user())] {
        let korotko = ports(found, Verdict::Match, 0, 0).korotko();
        let refused = korotko.users.sign_in("ann@example.com", "a\0b").await;
        assert!(matches!(refused, Err(SignInError::WrongCredentials)));
    }
}

#[tokio::test]
async fn an_outdated_hash_is_renewed() {
    let mut mocks = ports(Some(sample::user()), Verdict::MatchOutdated, 1, 1);
    mocks
        .users
        .expect_find_for_update()
        .returning(|_| Ok(Some(sample::user())));
    let renewed = preset::marked(&Password::parse(sample::PASSWORD).unwrap());
    mocks
        .users
        .expect_update()
        .times(1)
        .withf(move |user| user.password_hash == renewed)
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let signed_in = users.sign_in("ann@example.com", sample::PASSWORD).await;
    assert!(signed_in.is_ok());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_password_that_was_changed_meanwhile_is_not_written_over() {
    let mut mocks = ports(Some(sample::user()), Verdict::MatchOutdated, 1, 1);
    let changed = preset::marked(&Password::parse("An0ther-one").unwrap());
    mocks.users.expect_find_for_update().returning(move |_| {
        Ok(Some(User {
            password_hash: changed.clone(),
            ..sample::user()
        }))
    });
    mocks.users.expect_update().never();
    let users = mocks.korotko().users;
    let signed_in = users.sign_in("ann@example.com", sample::PASSWORD).await;
    assert!(signed_in.is_ok());
}
