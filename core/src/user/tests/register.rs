use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind};
use crate::id::UserId;
use crate::job::Job;
use crate::mock::{MockPasswordHasher, MockPorts, sample};
use crate::ports::{HashError, StoreError};
use crate::user::{Language, Register, RegisterError, User};

fn register() -> Register {
    Register {
        email: "ann@example.com".to_owned(),
        password: sample::PASSWORD.to_owned(),
        language: Language::default(),
        invitation: None,
    }
}

const VERIFICATION: Job = Job::SendVerification { user: UserId(7) };

#[tokio::test]
async fn an_account_and_its_mail_are_created_in_one_unit() {
    let mut mocks = MockPorts::default().with_user(None);
    mocks.users.expect_insert().times(1).returning(|new| {
        assert_eq!(new.created_at, sample::now());
        Ok(sample::user())
    });
    let mocks = mocks.expecting_job(VERIFICATION);
    let commits = mocks.commits.clone();
    mocks
        .korotko()
        .users
        .register(register(), None)
        .await
        .unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn every_violation_is_reported_at_once_and_nothing_is_hashed() {
    let mocks = MockPorts {
        password_hasher: MockPasswordHasher::new(),
        ..MockPorts::default()
    };
    let register = Register {
        email: "nobody".to_owned(),
        password: "short".to_owned(),
        ..register()
    };
    let refused = mocks
        .korotko()
        .users
        .register(register, None)
        .await
        .unwrap_err();
    // It is too short, and has neither an uppercase letter nor a digit.
    let expected = ["email", "password", "password", "password"];
    assert_eq!(refused.fields(), expected);
    assert_eq!(refused.kind(), FaultKind::Invalid);
}

#[tokio::test]
async fn a_taken_email_is_refused_before_anything_is_hashed() {
    for verified_at in [sample::user().verified_at, None] {
        let locked = User {
            verified_at,
            verification_sent_at: Some(sample::now()),
            ..sample::user()
        };
        let mut mocks = MockPorts::default().with_user(locked);
        mocks.password_hasher = MockPasswordHasher::new();
        let refused = mocks.korotko().users.register(register(), None).await;
        assert!(matches!(refused, Err(RegisterError::EmailTaken)));
    }
}

#[tokio::test]
async fn an_email_taken_concurrently_is_refused() {
    let mut mocks = MockPorts::default().with_user(None);
    let insert = mocks.users.expect_insert();
    insert.returning(|_| Err(StoreError::Conflict));
    let commits = mocks.commits.clone();
    let refused = mocks.korotko().users.register(register(), None).await;
    assert!(matches!(refused, Err(RegisterError::EmailTaken)));
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn the_address_of_a_lapsed_account_is_free() {
    let mut mocks = MockPorts::default().with_user(User {
        verified_at: None,
        verification_sent_at: Some(sample::now() - TimeDelta::hours(24)),
        ..sample::user()
    });
    let delete = mocks.users.expect_delete().times(1);
    delete.returning(|_, _| Ok(true));
    let insert = mocks.users.expect_insert();
    insert.returning(|_| Ok(sample::user()));
    let mocks = mocks.expecting_job(VERIFICATION);
    assert!(
        mocks
            .korotko()
            .users
            .register(register(), None)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_full_queue_of_hashes_is_unavailable_and_writes_nothing() {
    let mut mocks = MockPorts::default().with_user(None);
    mocks.password_hasher = MockPasswordHasher::new();
    let hash = mocks.password_hasher.expect_hash();
    hash.returning(|_| Err(HashError::Busy));
    let refused = mocks.korotko().users.register(register(), None).await;
    assert_eq!(refused.unwrap_err().kind(), FaultKind::Unavailable);
}
