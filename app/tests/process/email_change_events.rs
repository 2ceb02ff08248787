//! The events of a change of address in the log.

use korotko_testkit::SmtpSink;
use serde_json::{Value, json};

use crate::client::{ANN, PASSWORD};
use crate::home::{Home, on_both_databases};
use crate::program::DEADLINE;

on_both_databases!(a_change_of_address_has_two_events_without_addresses);

const NEW: &str = "recognisable@example.org";

async fn a_change_of_address_has_two_events_without_addresses(home: Home) {
    let sink = SmtpSink::start().await;
    let serve = home.korotko("serve").with("SMTP_URL", sink.url());
    let listening = serve.listen().await;
    let client = listening.client();
    let ann = client.sign_up(ANN, &sink).await;
    let body = json!({"new_email": NEW, "password": PASSWORD});
    client.make(&ann, "/api/users/email/", &body).await;
    let mails = sink.wait_for(3, DEADLINE).await;
    for mail in &mails[1..] {
        let links = mail.links();
        let (_, token) = links[0].split_once("/email/").unwrap();
        let path = format!("/api/users/email/confirm/{token}");
        client.get(&path).await.with(200);
    }
    // The old address is told.
    let mails = sink.wait_for(4, DEADLINE).await;
    assert_eq!(mails[3].to, [ANN]);
    client.sign_in(NEW).await;
    let log = listening.stop().await.stderr;
    assert!(!log.contains("recognisable") && !log.contains(ANN));
    let lines = log.lines();
    let lines: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    for event in ["email_change_requested", "email_changed"] {
        let found = lines.iter().filter(|line| line["event"] == event);
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 1, "{event}: {found:?}");
        assert_eq!(found[0]["user"], 1);
        assert!(found[0]["span"]["request_id"].is_string(), "{found:?}");
    }
}
