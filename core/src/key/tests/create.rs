use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::KeyId;
use crate::key::{ApiKey, CreateKeyError, CreatedKey, KeyScope, KeySecret, NewKey};
use crate::mock::{MockPorts, sample};
use crate::ports::InsertKey;
use crate::user::User;

fn new_key() -> NewKey {
    NewKey {
        name: " Extension ".to_owned(),
        scopes: vec![KeyScope::LinksWrite, KeyScope::LinksRead],
        expires_at: Some(sample::now() + TimeDelta::microseconds(1)),
    }
}

/// Ports with Ann, who has this many keys.
fn ports(existing: usize) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(sample::user());
    let list = mocks.keys.expect_list();
    list.withf(|query| query.owner == Some(sample::user().id) && query.limit == 100)
        .returning(move |_| Ok(vec![sample::key(); existing]));
    mocks
}

fn inserted(key: &InsertKey) -> ApiKey {
    ApiKey {
        id: KeyId(18),
        owner: key.owner,
        name: key.name.clone(),
        prefix: key.prefix.clone(),
        scopes: key.scopes.clone(),
        expires_at: key.expires_at,
        last_used_at: None,
        created_at: key.created_at,
    }
}

async fn create(mocks: MockPorts, new: &NewKey) -> Result<CreatedKey, CreateKeyError> {
    mocks.korotko().keys.create(&sample::user(), new).await
}

#[tokio::test]
async fn the_hash_of_a_new_key_is_stored_and_its_secret_returned() {
    let mut mocks = ports(99);
    let insert = mocks.keys.expect_insert().times(1);
    insert
        .withf(|key| {
            let secret = "kor_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq7IQX5A";
            key.hash == KeySecret::parse(secret).unwrap().hash() && key.prefix == secret[..10]
        })
        .returning(|key| Ok(inserted(key)));
    let commits = mocks.commits.clone();
    let created = create(mocks, &new_key()).await.unwrap();
    assert_eq!(created.key.name.as_str(), "Extension");
    let scopes = created.key.scopes.as_slice();
    assert_eq!(scopes, [KeyScope::LinksRead, KeyScope::LinksWrite]);
    assert_eq!(created.key.expires_at, new_key().expires_at);
    assert_eq!(created.secret.prefix(), created.key.prefix);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn every_broken_rule_is_named() {
    let long = "ё".repeat(101);
    for (name, scopes, end, fields) in [
        ("", 0, 0, vec!["name", "scopes", "expires_at"]),
        (&*long, 1, 1, vec!["name"]),
        ("a\tb", 1, 1, vec!["name"]),
        ("a", 0, 1, vec!["scopes"]),
        ("a", 1, 0, vec!["expires_at"]),
        ("a", 1, -1, vec!["expires_at"]),
    ] {
        let new = NewKey {
            name: name.to_owned(),
            scopes: KeyScope::ALL[..scopes].to_vec(),
            expires_at: Some(sample::now() + TimeDelta::microseconds(end)),
        };
        let refused = create(MockPorts::default(), &new).await.unwrap_err();
        assert_eq!((refused.code(), refused.fields()), ("invalid", fields));
    }
}

#[tokio::test]
async fn a_user_has_at_most_a_hundred_keys() {
    let mocks = ports(100);
    let commits = mocks.commits.clone();
    let refused = create(mocks, &new_key()).await.unwrap_err();
    assert_eq!(refused.code(), "key-limit-reached");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_session_that_ended_concurrently_creates_no_key() {
    let ended = User {
        token_epoch: 1,
        ..sample::user()
    };
    for locked in [Some(ended), None] {
        let mocks = MockPorts::default().with_user(locked);
        let refused = create(mocks, &new_key()).await.unwrap_err();
        assert_eq!(refused.code(), "token-invalid");
    }
}
