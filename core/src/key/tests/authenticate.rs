use chrono::TimeDelta;

use crate::fault::Fault;
use crate::key::{ApiKey, KeySecret};
use crate::mock::{MockPorts, preset, sample};
use crate::ports::StoreError;
use crate::user::{AuthenticateError, User};

fn secret() -> KeySecret {
    KeySecret::generate(&preset::random()).unwrap()
}

/// Ports whose store has this key under [`secret`], and this user.
fn ports(key: Option<ApiKey>, user: Option<User>) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(user);
    let find = mocks.keys.expect_find_by_hash().times(1);
    find.withf(|hash| *hash == secret().hash())
        .returning(move |_| Ok(key.clone()));
    mocks
}

#[tokio::test]
async fn a_secret_authenticates_the_owner_of_its_key() {
    let end = Some(sample::now() + TimeDelta::microseconds(1));
    for expires_at in [None, end] {
        let key = ApiKey {
            expires_at,
            ..sample::key()
        };
        let keys = ports(Some(key.clone()), Some(sample::user()))
            .korotko()
            .keys;
        let found = keys.authenticate(secret().expose()).await.unwrap();
        assert_eq!((found.key, found.owner), (key, sample::user()));
    }
}

#[tokio::test]
async fn an_unknown_or_expired_key_and_one_whose_owner_may_not_act_are_invalid_tokens() {
    let expired = ApiKey {
        expires_at: Some(sample::now()),
        ..sample::key()
    };
    let unverified = User {
        verified_at: None,
        ..sample::user()
    };
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    for (key, user) in [
        (None, Some(sample::user())),
        (Some(expired), Some(sample::user())),
        (Some(sample::key()), None),
        (Some(sample::key()), Some(unverified)),
        (Some(sample::key()), Some(disabled)),
    ] {
        let keys = ports(key, user).korotko().keys;
        let refused = keys.authenticate(secret().expose()).await;
        assert_eq!(refused.unwrap_err().code(), "token-invalid");
    }
}

/// The mocks expect no call.
#[tokio::test]
async fn a_wrong_checksum_is_refused_without_the_store() {
    let keys = MockPorts::default().korotko().keys;
    let genuine = secret();
    let wrong = format!("{}0", &genuine.expose()[..52]);
    for text in [&*wrong, "kor_", "kor_garbage", ""] {
        let refused = keys.authenticate(text).await;
        assert!(matches!(refused, Err(AuthenticateError::TokenInvalid)));
    }
}

#[tokio::test]
async fn an_unavailable_store_is_no_invalid_token() {
    let mut mocks = MockPorts::default();
    let find = mocks.keys.expect_find_by_hash();
    find.returning(|_| Err(StoreError::unavailable("on purpose")));
    let refused = mocks.korotko().keys.authenticate(secret().expose()).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
