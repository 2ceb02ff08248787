//! The events of sessions of browsers in the log.

use serde_json::{Value, json};

use crate::client::ANN;
use crate::home::{Home, on_both_databases};

on_both_databases!(a_session_that_a_user_ends_is_an_event);

/// A session of the user who has an API key.
const BROWSER: &str = "INSERT INTO sessions (user_id, hash, agent, epoch, created_at, last_seen_at) \
     SELECT owner_id, hash, 'recognisable', 0, created_at, created_at FROM api_keys";

async fn a_session_that_a_user_ends_is_an_event(home: Home) {
    let listening = home.korotko("serve").listen().await;
    let (client, ann) = (listening.client(), listening.sign_up(ANN).await);
    let key = json!({"name": "Key", "scopes": ["reports"]});
    client.make(&ann, "/api/keys", &key).await;
    home.sql(BROWSER);
    client.delete(&ann, "/api/sessions/1").await;
    let log = listening.stop().await.stderr;
    assert!(!log.contains("recognisable"), "names stay out of the log");
    let lines = log.lines();
    let mut events = lines.map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let ended = events.find(|line| line["event"] == "session_ended");
    let ended = ended.expect("an event");
    let said = [&ended["session"], &ended["user"], &ended["reason"]];
    assert_eq!(said, [&json!(1), &json!(1), &json!("revoked")]);
    assert!(ended["span"]["request_id"].is_string(), "{ended}");
}
