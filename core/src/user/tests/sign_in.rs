use crate::fault::Fault;
use crate::mock::{MockPasswordHasher, MockPorts, MockUserRepository, preset, sample};
use crate::ports::{Change, Verdict};
use crate::user::{Password, SignInError, User};

/// Ports with this account, whose hasher expects this many hashes and comparisons.
fn ports(found: Option<User>, verdict: Verdict, hashes: usize, checks: usize) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(found);
    mocks.password_hasher = MockPasswordHasher::new();
    let hash = mocks.password_hasher.expect_hash().times(hashes);
    hash.returning(|password| Ok(preset::fake_hash(password)));
    let verify = mocks.password_hasher.expect_verify().times(checks);
    verify.returning(move |_, _| Ok(verdict));
    mocks
}

#[tokio::test]
async fn unknown_wrong_unverified_and_disabled_cost_one_hash_each() {
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let lapsed = User {
        verified_at: None,
        ..sample::user()
    };
    let (wrong, unverified) = ("invalid-credentials", "email-not-verified");
    for (found, verdict, hashes, checks, code) in [
        (None, Verdict::Match, 1, 0, wrong),
        (Some(sample::user()), Verdict::Mismatch, 0, 1, wrong),
        (Some(unconfirmed.clone()), Verdict::Match, 0, 1, unverified),
        (Some(unconfirmed), Verdict::Mismatch, 0, 1, wrong),
        (
            Some(disabled.clone()),
            Verdict::Match,
            0,
            1,
            "account-disabled",
        ),
        (Some(disabled), Verdict::Mismatch, 0, 1, wrong),
        // A lapsed account counts as unknown.
        (Some(lapsed), Verdict::Match, 1, 0, wrong),
    ] {
        let users = ports(found, verdict, hashes, checks).korotko().users;
        let answer = users
            .sign_in("ann@example.com", sample::PASSWORD, None)
            .await;
        assert_eq!(answer.unwrap_err().code(), code);
    }
}

#[tokio::test]
async fn a_malformed_address_is_a_violation() {
    let korotko = ports(None, Verdict::Match, 0, 0).korotko();
    let refused = korotko
        .users
        .sign_in("nobody", "x", None)
        .await
        .unwrap_err();
    assert_eq!(refused.violations()[0].field, "email");
}

#[tokio::test]
async fn a_password_that_nobody_can_have_is_wrong_for_any_address() {
    for found in [None, Some(sample::user())] {
        let korotko = ports(found, Verdict::Match, 0, 0).korotko();
        let refused = korotko.users.sign_in("ann@example.com", "a\0b", None).await;
        assert!(matches!(refused, Err(SignInError::WrongCredentials)));
    }
}

#[tokio::test]
async fn an_outdated_hash_is_upgraded() {
    let mocks = ports(Some(sample::user()), Verdict::MatchOutdated, 1, 1);
    let mut mocks = mocks.expecting_news(&[Change::User(sample::user().id)]);
    let renewed = preset::fake_hash(&Password::parse(sample::PASSWORD).unwrap());
    let update = mocks.users.expect_update().times(1);
    update
        .withf(move |user| user.password_hash == renewed)
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let signed_in = users
        .sign_in("ann@example.com", sample::PASSWORD, None)
        .await;
    assert!(signed_in.is_ok());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_password_changed_concurrently_is_not_overwritten() {
    let mut mocks = ports(None, Verdict::MatchOutdated, 1, 1);
    mocks.users = MockUserRepository::new();
    let find = mocks.users.expect_find_by_email();
    find.returning(|_| Ok(Some(sample::user())));
    let mocks = mocks.with_user(User {
        password_hash: preset::fake_hash(&Password::parse("An0ther-one").unwrap()),
        ..sample::user()
    });
    let users = mocks.korotko().users;
    let signed_in = users
        .sign_in("ann@example.com", sample::PASSWORD, None)
        .await;
    assert!(signed_in.is_ok());
}

#[tokio::test]
async fn sign_ins_are_counted_by_outcome() {
    let users = ports(Some(sample::user()), Verdict::Match, 0, 1)
        .korotko()
        .users;
    users
        .sign_in("ann@example.com", sample::PASSWORD, None)
        .await
        .unwrap();
    let counts = users.clone().sign_in_counts();
    assert_eq!((counts.succeeded, counts.wrong_credentials), (1, 0));

    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let users = ports(Some(unconfirmed), Verdict::Match, 0, 1)
        .korotko()
        .users;
    users
        .sign_in("ann@example.com", sample::PASSWORD, None)
        .await
        .unwrap_err();
    assert_eq!(users.sign_in_counts().account_disabled, 0);
    // No hash is needed to refuse what can be nobody's password.
    users
        .sign_in("ann@example.com", "\u{7}", None)
        .await
        .unwrap_err();
    let counts = users.sign_in_counts();
    assert_eq!(counts.succeeded, 0);
    assert_eq!(counts.email_not_verified, 1);
    assert_eq!(counts.wrong_credentials, 1);
}

#[tokio::test]
async fn refused_tokens_are_counted() {
    let users = MockPorts::default().korotko().users;
    users.authenticate("forged").await.unwrap_err();
    users.refresh("forged").await.unwrap_err();
    users
        .confirm_password_reset("forged", sample::PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(users.sign_in_counts().tokens_refused, 3);
}
