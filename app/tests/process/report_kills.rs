//! A worker that dies between the mail server's reply and its own commit: the report is sent at most twice, as the same mail.

use std::collections::HashMap;

use korotko_testkit::SmtpSink;
use serde_json::json;

use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::program::until;

on_both_databases!(a_report_is_sent_at_most_twice_after_sigkill);

const ROUNDS: usize = 5;

async fn order(client: &Client, session: &Session, day: usize) -> i64 {
    let body = json!({"from": format!("2026-01-{day:02}"), "to": "2026-02-01"});
    let report = client.make(session, "/api/reports/", &body).await;
    report["id"].as_i64().unwrap()
}

async fn state(client: &Client, session: &Session, report: i64) -> String {
    let path = format!("/api/reports/{report}");
    let report = client.read(session, &path).await;
    report["state"].as_str().unwrap().to_owned()
}

/// How often each mail with an attachment was received.
fn reports(sink: &SmtpSink) -> HashMap<String, usize> {
    let mut came = HashMap::new();
    for mail in sink.mails() {
        if !mail.attachments().is_empty() {
            *came.entry(mail.message_id()).or_default() += 1;
        }
    }
    came
}

async fn a_report_is_sent_at_most_twice_after_sigkill(home: Home) {
    let sink = SmtpSink::start().await;
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    // Tokens contain the URL, and the port differs each time.
    let korotko = korotko.with("PUBLIC_URL", "http://localhost");
    let mut listening = korotko.listen().await;
    let session = listening.client().sign_up(ANN, &sink).await;
    let mut ordered = Vec::new();
    for round in 0..ROUNDS {
        ordered.push(order(&listening.client(), &session, round + 1).await);
        until("the report", async || reports(&sink).len() > round).await;
        // The server has the mail; the program may not have committed that.
        listening.process.kill();
        listening = korotko.listen().await;
    }
    let client = listening.client();
    for report in ordered {
        until("every report is sent", async || {
            state(&client, &session, report).await == "sent"
        })
        .await;
    }
    listening.stop().await;
    let came = reports(&sink);
    assert_eq!(came.len(), ROUNDS);
    assert!(came.values().all(|times| *times <= 2), "{came:?}");
}
