use super::{secret, with_session};
use crate::fault::Fault;
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;
use crate::session::{IDLE_LIFETIME, Session};
use crate::user::{AuthenticateError, User};

#[tokio::test]
async fn a_secret_authenticates_the_user_of_its_session() {
    let mocks = with_session(Some(sample::session())).with_user(sample::user());
    let sessions = mocks.korotko().sessions;
    let found = sessions.authenticate(secret().expose()).await.unwrap();
    let expected = (sample::session(), sample::user());
    assert_eq!((found.session, found.user), expected);
}

#[tokio::test]
async fn an_unknown_or_expired_session_and_one_whose_user_may_not_act_are_invalid_tokens() {
    let idle = Session {
        last_seen_at: sample::now() - IDLE_LIFETIME,
        ..sample::session()
    };
    let changed = |change: fn(&mut User)| {
        let mut user = sample::user();
        change(&mut user);
        Some(user)
    };
    for (session, user) in [
        (None, Some(sample::user())),
        (Some(idle), Some(sample::user())),
        (Some(sample::session()), None),
        (
            Some(sample::session()),
            changed(|user| user.token_epoch = 1),
        ),
        (
            Some(sample::session()),
            changed(|user| user.verified_at = None),
        ),
        (
            Some(sample::session()),
            changed(|user| user.disabled_at = Some(sample::now())),
        ),
    ] {
        let sessions = with_session(session).with_user(user).korotko().sessions;
        let refused = sessions.authenticate(secret().expose()).await;
        assert_eq!(refused.unwrap_err().code(), "token-invalid");
    }
}

/// The mocks expect no call.
#[tokio::test]
async fn a_text_of_another_form_is_refused_without_the_store() {
    let sessions = MockPorts::default().korotko().sessions;
    let genuine = secret();
    let long = "A".repeat(10_000);
    for text in ["", "garbage", &genuine.expose()[1..], &long] {
        let refused = sessions.authenticate(text).await;
        assert!(matches!(refused, Err(AuthenticateError::TokenInvalid)));
    }
}

#[tokio::test]
async fn an_unavailable_store_is_no_invalid_token() {
    let mut mocks = MockPorts::default();
    let find = mocks.sessions.expect_find_by_hash();
    find.returning(|_| Err(StoreError::unavailable("on purpose")));
    let sessions = mocks.korotko().sessions;
    let refused = sessions.authenticate(secret().expose()).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
