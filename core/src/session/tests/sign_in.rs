use mockall::predicate::eq;

use super::{inserted, secret, with_session};
use crate::Korotko;
use crate::fault::Fault;
use crate::id::{SessionId, UserId};
use crate::mock::{MockPorts, sample};
use crate::ports::Timestamp;
use crate::session::{IDLE_LIFETIME, MAX_SESSIONS, Session, SignedIn};
use crate::user::{SignInError, User};

const ANN: &str = "ann@example.com";

/// Ports with Ann, who has these sessions, newest first, and may start one more.
fn ports(mut mocks: MockPorts, sessions: Vec<Session>) -> MockPorts {
    let list = mocks.sessions.expect_list();
    list.withf(|user, after, _| *user == sample::user().id && after.is_none())
        .returning(move |_, _, _| Ok(sessions.clone()));
    let insert = mocks.sessions.expect_insert().times(1);
    insert.returning(|new| Ok(inserted(new)));
    mocks.with_user(sample::user())
}

async fn sign_in(korotko: &Korotko, previous: Option<&str>) -> Result<SignedIn, SignInError> {
    let sessions = &korotko.sessions;
    let attempt = sessions.sign_in(ANN, sample::PASSWORD, None, " Firefox ", previous);
    attempt.await
}

/// Ann's sessions with these ids that were last used at this time.
fn sessions(ids: impl DoubleEndedIterator<Item = i64>, last_seen_at: Timestamp) -> Vec<Session> {
    let newest_first = ids.rev().map(|id| Session {
        id: SessionId(id),
        last_seen_at,
        ..sample::session()
    });
    newest_first.collect()
}

#[tokio::test]
async fn the_hash_of_a_new_secret_is_stored_and_the_secret_returned() {
    let mut mocks = MockPorts::default();
    let insert = mocks.sessions.expect_insert().times(1);
    insert
        .withf(|new| {
            let hash = secret().hash();
            new.user == sample::user().id && new.hash == hash && new.agent.as_str() == "Firefox"
        })
        .returning(|new| Ok(inserted(new)));
    mocks.sessions.expect_list().returning(|_, _, _| Ok(vec![]));
    let mocks = mocks.with_user(User {
        token_epoch: 5,
        ..sample::user()
    });
    let commits = mocks.commits.clone();
    let korotko = mocks.korotko();
    let signed_in = sign_in(&korotko, None).await.unwrap();
    assert_eq!(signed_in.secret.expose(), secret().expose());
    assert_eq!(signed_in.user.id, UserId(7));
    let session = signed_in.session;
    assert_eq!((session.epoch, session.created_at), (5, sample::now()));
    assert_eq!(commits.count(), 1);
    assert_eq!(korotko.users.sign_in_counts().succeeded, 1);
}

#[tokio::test]
async fn wrong_credentials_are_refused_and_counted_as_at_any_sign_in() {
    let unverified = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    for (user, password, code) in [
        (Some(sample::user()), "wrong", "invalid-credentials"),
        (None, sample::PASSWORD, "invalid-credentials"),
        (Some(unverified), sample::PASSWORD, "email-not-verified"),
        (Some(disabled), sample::PASSWORD, "account-disabled"),
    ] {
        let korotko = MockPorts::default().with_user(user).korotko();
        // No session is looked up, not even the previous one.
        let (sessions, previous) = (&korotko.sessions, secret());
        let attempt = sessions.sign_in(ANN, password, None, "", Some(previous.expose()));
        assert_eq!(attempt.await.unwrap_err().code(), code);
        let counts = korotko.users.sign_in_counts();
        let refused =
            counts.wrong_credentials + counts.email_not_verified + counts.account_disabled;
        assert_eq!((counts.succeeded, refused), (0, 1));
    }
}

#[tokio::test]
async fn the_older_session_of_the_same_browser_ends() {
    let bobs = Session {
        id: SessionId(3),
        user: UserId(8),
        ..sample::session()
    };
    for older in [sample::session(), bobs] {
        let mut mocks = ports(with_session(Some(older.clone())), Vec::new());
        let delete = mocks.sessions.expect_delete().times(1);
        delete.with(eq(older.id)).returning(|_| Ok(true));
        let commits = mocks.commits.clone();
        let signed_in = sign_in(&mocks.korotko(), Some(secret().expose())).await;
        assert!(signed_in.is_ok());
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn a_previous_secret_that_is_unknown_or_garbage_does_not_matter() {
    for previous in [secret().expose(), "garbage", ""] {
        let mocks = ports(with_session(None), Vec::new());
        let signed_in = sign_in(&mocks.korotko(), Some(previous)).await;
        assert!(signed_in.is_ok(), "{previous}");
    }
}

#[tokio::test]
async fn the_oldest_session_of_a_user_who_has_a_hundred_ends() {
    let hundred = i64::try_from(MAX_SESSIONS).unwrap();
    for (existing, removed) in [
        (hundred - 1, vec![]),
        (hundred, vec![1]),
        (hundred + 1, vec![2, 1]),
    ] {
        let existing = sessions(1..=existing, sample::now());
        let mut mocks = ports(MockPorts::default(), existing);
        for id in removed {
            let delete = mocks.sessions.expect_delete().times(1);
            delete.with(eq(SessionId(id))).returning(|_| Ok(true));
        }
        sign_in(&mocks.korotko(), None).await.unwrap();
    }
}

#[tokio::test]
async fn sessions_that_have_ended_are_removed_and_do_not_count() {
    let over = sessions(1..=150, sample::now() - IDLE_LIFETIME);
    let valid = sessions(151..=160, sample::now());
    let mut mocks = ports(MockPorts::default(), [valid, over].concat());
    let delete = mocks.sessions.expect_delete().times(150);
    delete.withf(|id| id.0 <= 150).returning(|_| Ok(true));
    sign_in(&mocks.korotko(), None).await.unwrap();
}

/// The account was changed or deleted while the password was compared.
#[tokio::test]
async fn sessions_that_are_ended_during_a_sign_in_let_none_start() {
    let ended = User {
        token_epoch: 1,
        ..sample::user()
    };
    for locked in [Some(ended), None] {
        let mut mocks = MockPorts::default();
        let find = mocks.users.expect_find_by_email();
        find.returning(|_| Ok(Some(sample::user())));
        let mocks = mocks.with_user(locked);
        let commits = mocks.commits.clone();
        let refused = sign_in(&mocks.korotko(), None).await;
        assert!(matches!(refused, Err(SignInError::WrongCredentials)));
        assert_eq!(commits.count(), 0);
    }
}
