//! `KOROTKO_RECORD_CLICKS=false`: redirects leave no trace.

use serde_json::json;

use crate::click_kills::{all_counted, clicks, somebody_with_a_link};
use crate::client::{Client, Session};
use crate::home::{Home, on_both_databases};
use crate::program::{Program, until};

on_both_databases!(
    redirects_leave_no_trace,
    a_limit_of_clicks_is_exact_without_recording,
    clicks_that_wait_are_counted_without_recording,
);

/// Tokens contain the URL, and the port differs each time.
fn serve(home: &Home) -> Program {
    home.korotko("serve").with("PUBLIC_URL", "http://localhost")
}

async fn redirects_leave_no_trace(home: Home) {
    let silent = serve(&home).with("RECORD_CLICKS", "off");
    let listening = silent.with("CLICK_ARCHIVE_DAYS", "7").listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    client.follow("/promo", 20).await;
    let ready = client.get("/readyz").await.json();
    assert_eq!(ready["waiting_click_bytes"], 0);
    assert_eq!(ready["dropped_clicks"], 0);
    // A stop counts the remaining clicks.
    listening.stop().await;
    assert_eq!(home.sql("SELECT count(*) FROM click_visits"), "0");
    assert_eq!(home.korotko("clicks export").print().await, "");
    let listening = serve(&home).listen().await;
    let client = listening.client();
    assert_eq!(total(&client, &session).await, (0, 0));
    client.follow("/promo", 1).await;
    all_counted(&client).await;
    assert_eq!(clicks(&client, &session, link).await, 1);
    listening.stop().await;
}

/// All clicks of a user and the visitors among them.
async fn total(client: &Client, session: &Session) -> (u64, u64) {
    let total = &client.read(session, "/api/stats").await["total"];
    let number = |name: &str| total[name].as_u64().unwrap();
    (number("clicks"), number("visitors"))
}

async fn a_limit_of_clicks_is_exact_without_recording(home: Home) {
    let silent = serve(&home).with("RECORD_CLICKS", "false");
    let listening = silent.listen().await;
    let (session, _) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let few = json!({"url": "https://example.com", "slug": "few", "max_clicks": 3,
        "namespace": "global"});
    let few = client.make(&session, "/api/links/", &few).await;
    client.follow("/few", 3).await;
    client.get("/few").await.with(410);
    listening.stop().await;
    let listening = silent.listen().await;
    let client = listening.client();
    client.get("/few").await.with(410);
    let path = format!("/api/links/{}", few["id"]);
    let few = client.read(&session, &path).await;
    assert_eq!(few["state"], "exhausted");
    assert_eq!(few["clicks"], 0);
    listening.stop().await;
}

async fn clicks_that_wait_are_counted_without_recording(home: Home) {
    let listening = serve(&home).listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    listening.client().follow("/promo", 20).await;
    // Some of them wait in the log.
    listening.process.kill();
    let silent = serve(&home).with("RECORD_CLICKS", "false");
    let listening = silent.listen().await;
    let client = listening.client();
    client.follow("/promo", 5).await;
    until("the recorded clicks are counted", async || {
        clicks(&client, &session, link).await == 20
    })
    .await;
    listening.stop().await;
    let listening = silent.listen().await;
    let client = listening.client();
    assert_eq!(clicks(&client, &session, link).await, 20);
    listening.stop().await;
}
