use mockall::predicate::eq;

use super::{secret, with_session};
use crate::fault::Fault;
use crate::id::{SessionId, UserId};
use crate::mock::{MockPorts, sample};
use crate::session::{IDLE_LIFETIME, Session};
use crate::user::User;

/// Ports whose store has this session only.
fn ports(session: Session) -> MockPorts {
    let mut mocks = MockPorts::default();
    let find = mocks.sessions.expect_find_by_id();
    find.returning(move |id| Ok((session.id == id).then(|| session.clone())));
    mocks
}

#[tokio::test]
async fn a_user_ends_a_session() {
    // Somebody else may have ended it concurrently.
    for existed in [true, false] {
        let mut mocks = ports(sample::session());
        let delete = mocks.sessions.expect_delete().times(1);
        delete
            .with(eq(sample::session().id))
            .returning(move |_| Ok(existed));
        let commits = mocks.commits.clone();
        let sessions = mocks.korotko().sessions;
        let ended = sessions.end(&sample::user(), sample::session().id).await;
        ended.unwrap();
        assert_eq!(commits.count(), 1);
    }
}

/// The mocks expect no deletion.
#[tokio::test]
async fn a_session_that_is_missing_of_another_user_or_over_is_not_found() {
    let bob = User {
        id: UserId(8),
        ..sample::user()
    };
    let idle = Session {
        last_seen_at: sample::now() - IDLE_LIFETIME,
        ..sample::session()
    };
    for (session, user, id) in [
        (sample::session(), sample::user(), SessionId(30)),
        (sample::session(), bob, sample::session().id),
        (idle, sample::user(), sample::session().id),
    ] {
        let sessions = ports(session).korotko().sessions;
        let refused = sessions.end(&user, id).await.unwrap_err();
        assert_eq!(refused.code(), "not-found");
        assert_eq!(refused.to_string(), "session not found");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_of_the_secret_alone() {
    let mut mocks = with_session(Some(sample::session()));
    let delete = mocks.sessions.expect_delete().times(1);
    delete
        .with(eq(sample::session().id))
        .returning(|_| Ok(true));
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    sessions.sign_out(secret().expose()).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn signing_out_without_a_session_changes_nothing() {
    let mocks = with_session(None);
    let commits = mocks.commits.clone();
    let sessions = mocks.korotko().sessions;
    for text in [secret().expose(), "garbage", ""] {
        sessions.sign_out(text).await.unwrap();
    }
    assert_eq!(commits.count(), 0);
}
