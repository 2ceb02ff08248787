//! The events of API keys in the log.

use korotko_testkit::{Answer, SmtpSink};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client, PASSWORD, Session};
use crate::home::{Home, on_both_databases};
use crate::program::{DEADLINE, until};

on_both_databases!(keys_that_are_made_and_end_are_events);

const BOB: &str = "bob@example.com";

/// A new key of this user; returns its id.
async fn key(client: &Client, session: &Session) -> Value {
    let body = json!({"name": "recognisable", "scopes": ["links:write", "stats:read"]});
    let made = client.make(session, "/api/keys/", &body).await;
    made["id"].clone()
}

async fn post(client: &Client, session: &Session, path: &str, body: &Value) {
    let asked = client.signed(session, Method::POST, path).json(body);
    let answer = Answer::to(asked).await;
    assert!(answer.status < 300, "{answer:?}");
}

/// Ends a key of Bob in each way; returns the keys with the reasons.
async fn end_keys(client: &Client, ann: &Session, sink: &SmtpSink) -> Vec<(Value, &'static str)> {
    let mut ended = Vec::new();
    let bob = client.sign_in(BOB).await;
    let made = key(client, &bob).await;
    client.delete(&bob, &format!("/api/keys/{made}")).await;
    ended.push((made, "deleted"));

    let both = [key(client, &bob).await, key(client, &bob).await];
    let with_keys = json!({"keys": true});
    post(client, &bob, "/api/users/signout-everywhere/", &with_keys).await;
    ended.extend(both.map(|key| (key, "signed-out")));

    let bob = client.sign_in(BOB).await;
    ended.push((key(client, &bob).await, "password-reset"));
    reset_password(client, sink).await;

    let bob = client.sign_in(BOB).await;
    ended.push((key(client, &bob).await, "account-disabled"));
    let kept = json!({"links": "keep"});
    post(client, ann, "/api/admin/users/2/disable", &kept).await;
    post(client, ann, "/api/admin/users/2/enable", &json!({})).await;

    let bob = client.sign_in(BOB).await;
    ended.push((key(client, &bob).await, "account-deleted"));
    let body = json!({"password": PASSWORD});
    let asked = client.signed(&bob, Method::DELETE, "/api/users/me/");
    Answer::to(asked.json(&body)).await.with(204);
    ended
}

async fn reset_password(client: &Client, sink: &SmtpSink) {
    let body = json!({"email": BOB});
    let asked = client.post("/api/users/password-reset/", &body).await;
    asked.with(202);
    let mails = sink.wait_for(3, DEADLINE).await;
    let links = mails[2].links();
    let token = links[0].rsplit('/').next();
    let body = json!({"token": token, "new_password": PASSWORD});
    let confirmed = client
        .post("/api/users/password-reset/confirm/", &body)
        .await;
    confirmed.with(204);
}

/// Ann, an administrator, beside Bob, who is verified.
async fn administrator_and_bob(home: &Home, client: &Client, sink: &SmtpSink) -> Session {
    let ann = client.sign_up(ANN, sink).await;
    client.must_register(BOB).await;
    let mails = sink.wait_for(2, DEADLINE).await;
    client.verify(&mails[1].links()[0]).await;
    home.korotko("users promote 1").print().await;
    until("the promotion is known", async || {
        let asked = client.signed(&ann, Method::GET, "/api/admin/users/");
        Answer::to(asked).await.status == 200
    })
    .await;
    ann
}

async fn keys_that_are_made_and_end_are_events(home: Home) {
    let sink = SmtpSink::start().await;
    let serve = home.korotko("serve").with("SMTP_URL", sink.url());
    let listening = serve.listen().await;
    let client = listening.client();
    let ann = administrator_and_bob(&home, &client, &sink).await;
    let ended = end_keys(&client, &ann, &sink).await;
    let log = listening.stop().await.stderr;
    assert!(!log.contains("recognisable"), "names stay out of the log");
    let lines = log.lines();
    let events = lines.map(|line| serde_json::from_str(line).expect("a line of JSON"));
    let events: Vec<Value> = events.collect();
    let created = of("key_created", &events);
    for (made, (key, _)) in created.iter().zip(&ended) {
        let said = (&made["key"], &made["user"], &made["scopes"]);
        let scopes = json!("links:write stats:read");
        assert_eq!(said, (key, &json!(2), &scopes));
    }
    assert_eq!(created.len(), ended.len());
    let expected = ended.into_iter().map(|(key, reason)| {
        let actor = match reason {
            "account-disabled" => json!(1),
            _ => Value::Null,
        };
        (key, json!(2), json!(reason), actor)
    });
    assert_eq!(ends(&events), expected.collect::<Vec<_>>());
}

/// The events with this name, each of which has the request that caused it.
fn of<'a>(event: &str, events: &'a [Value]) -> Vec<&'a Value> {
    let found = events.iter().filter(|line| line["event"] == event);
    let found: Vec<_> = found.collect();
    let has_request = |line: &&Value| line["span"]["request_id"].is_string();
    assert!(found.iter().all(has_request), "{found:#?}");
    found
}

/// What the ends of keys say, in the order of the keys.
fn ends(events: &[Value]) -> Vec<(Value, Value, Value, Value)> {
    let said = |line: &Value| {
        let field = |name: &str| line[name].clone();
        (field("key"), field("user"), field("reason"), field("actor"))
    };
    let mut ends: Vec<_> = of("key_ended", events).into_iter().map(said).collect();
    ends.sort_by_key(|(key, ..)| key.as_i64());
    ends
}
