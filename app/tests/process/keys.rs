//! API keys on the command line, of a service that runs.

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::{assert_hides, assert_says};

on_both_databases!(
    keys_are_listed_without_their_secrets,
    deleted_keys_are_refused_and_recorded,
);

const BOB: &str = "bob@example.com";

async fn session(home: &Home, client: &Client, email: &str) -> Session {
    client.must_register(email).await;
    let verify = format!("users verify {email}");
    home.korotko(&verify).print().await;
    client.sign_in(email).await
}

/// Creates a key; returns its secret.
async fn key(client: &Client, session: &Session, name: &str) -> String {
    let key = json!({"name": name, "scopes": ["links:read", "reports"]});
    let key = client.make(session, "/api/keys/", &key).await;
    key["key"].as_str().unwrap().to_owned()
}

async fn status(client: &Client, secret: &str) -> u16 {
    let asked = client.request(Method::GET, "/api/links/");
    Answer::to(asked.bearer_auth(secret)).await.status
}

async fn json_of(home: &Home, command: &str) -> Value {
    serde_json::from_str(&home.korotko(command).print().await).unwrap()
}

fn names(keys: &Value) -> Vec<&str> {
    let keys = keys.as_array().unwrap().iter();
    keys.map(|key| key["name"].as_str().unwrap()).collect()
}

/// Ann's first key, Bob's, and Ann's second and third, in front of a running service.
async fn with_keys(home: &Home) -> (Listening, [String; 4]) {
    let listening = home.korotko("serve").listen().await;
    let client = listening.client();
    let ann = session(home, &client, ANN).await;
    let bob = session(home, &client, BOB).await;
    let keys = [
        key(&client, &ann, "first").await,
        key(&client, &bob, "his").await,
        key(&client, &ann, "second").await,
        key(&client, &ann, "third").await,
    ];
    (listening, keys)
}

async fn keys_are_listed_without_their_secrets(home: Home) {
    let (listening, secrets) = with_keys(&home).await;
    let all = json_of(&home, "keys list --json").await;
    assert_eq!(names(&all), ["third", "second", "his", "first"]);
    let anns = json_of(&home, "keys list --json --user ann@example.com").await;
    assert_eq!(names(&anns), ["third", "second", "first"]);
    let shown = json_of(&home, "keys show 1 --json").await;
    assert_eq!(shown, anns[2]);
    let owner = (&shown["owner_id"], &shown["owner_email"]);
    assert_eq!(owner, (&json!(1), &json!(ANN)));
    let prefix = shown["prefix"].as_str().unwrap();
    assert!(secrets[0].starts_with(prefix));
    let table = home.korotko("keys list").print().await;
    assert_says(&table, &["LAST USED", prefix, BOB, "links:read reports"]);
    let secrets = secrets.each_ref().map(String::as_str);
    assert_hides(&table, &secrets);
    listening.stop().await;
}

async fn deleted_keys_are_refused_and_recorded(home: Home) {
    let (listening, secrets) = with_keys(&home).await;
    let client = listening.client();
    home.korotko("keys delete 1").refused(2).await;
    assert_eq!(status(&client, &secrets[0]).await, 200);
    let told = home.korotko("keys delete 1 --yes").print().await;
    assert_eq!(told, "API key 1 is deleted");
    assert_eq!(status(&client, &secrets[0]).await, 401);
    home.korotko("keys delete 1 --yes").refused(1).await;
    let told = home.korotko("keys delete --user 1 --yes").print().await;
    assert_says(&told, &["the API keys of user 1", ANN, "are deleted: 2"]);
    for (secret, expected) in secrets.iter().zip([401, 200, 401, 401]) {
        assert_eq!(status(&client, secret).await, expected);
    }
    let log = json_of(&home, "audit-log list --json").await;
    let acts = log.as_array().unwrap().iter().take(2);
    let acts: Vec<_> = acts
        .map(|entry| json!([entry["action"], entry["subject_kind"], entry["details"]]))
        .collect();
    let first = format!("{} of user 1", &secrets[0][..10]);
    let expected = [
        json!(["keys.delete", "user", "keys: 2"]),
        json!(["key.delete", "key", first]),
    ];
    assert_eq!(acts, expected);
    listening.stop().await;
}

#[tokio::test]
async fn either_a_key_or_a_user_is_named() {
    let home = Home::sqlite();
    home.korotko("migrate up").print().await;
    for command in ["keys delete --yes", "keys delete 1 --user 1 --yes"] {
        let said = home.korotko(command).refused(2).await;
        assert_says(&said, &["--user"]);
    }
}
