//! The acts of administrators in the log.

use serde_json::{Value, json};

use crate::client::ANN;
use crate::home::Home;

#[tokio::test]
async fn acts_over_http_are_events_and_those_on_the_command_line_are_not() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    let client = listening.client();
    let ann = listening.sign_up(ANN).await;
    client.must_register("recognisable@example.com").await;
    home.korotko("users promote 1").print().await;
    for slug in ["recognisable-1", "recognisable-2"] {
        let made = client.shorten(&ann, slug, "https://recognisable.example/");
        made.await.with(201);
    }
    let (reason, nothing) = (json!({"reason": "recognisable"}), json!({}));
    for (act, body) in [
        ("users/2/verify", &nothing),
        ("links/1/block", &reason),
        // It is blocked already.
        ("links/1/block", &reason),
        ("links/1/unblock", &nothing),
    ] {
        let path = format!("/api/admin/{act}");
        client.make(&ann, &path, body).await;
    }
    client.delete(&ann, "/api/admin/links/1").await;
    home.korotko("links delete 2 --yes").print().await;
    let log = listening.stop().await.stderr;
    assert!(!log.contains("recognisable"), "{log}");
    let expected = json!([
        ["administrator_act", "user.verify", "user", 2, null],
        ["take_down", "link.block", null, null, 1],
        ["administrator_act", "link.unblock", "link", 1, null],
        ["take_down", "link.delete", null, null, 1],
    ]);
    assert_eq!(acts(&log), expected);
}

/// What the acts in the log say, each of which is a warning with the actor and the request.
fn acts(log: &str) -> Value {
    let lines = log.lines();
    let lines = lines.map(|line| serde_json::from_str(line).expect("a line of JSON"));
    let acts = lines.filter(|line: &Value| {
        let event = line["event"].as_str().unwrap_or_default();
        ["administrator_act", "take_down"].contains(&event)
    });
    let said = |line: Value| {
        assert_eq!(
            (&line["level"], &line["actor"]),
            (&json!("WARN"), &json!(1))
        );
        assert!(line["span"]["request_id"].is_string(), "{line}");
        json!(["event", "action", "kind", "id", "link"].map(|name| &line[name]))
    };
    acts.map(said).collect()
}
