//! SIGKILL under load: every click whose redirect was answered is counted, and none twice.

use std::time::Duration;

use serde_json::json;

use crate::click_load::Load;
use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::until;

on_both_databases!(every_click_is_counted_once_whenever_the_program_is_killed);

const ROUNDS: u64 = 50;

/// Somebody with the link `/promo`, which counts everywhere.
pub async fn somebody_with_a_link(listening: &Listening) -> (Session, i64) {
    let session = listening.sign_up(ANN).await;
    let link = promo(&listening.client(), &session).await;
    (session, link)
}

/// Makes the link `/promo`, which counts everywhere.
pub async fn promo(client: &Client, session: &Session) -> i64 {
    let link = json!({"url": "https://example.com", "slug": "promo", "namespace": "global"});
    let made = client.make(session, "/api/links/", &link).await;
    made["id"].as_i64().unwrap()
}

/// How many clicks the link has by now.
pub async fn clicks(client: &Client, session: &Session, link: i64) -> u64 {
    let view = client.read(session, &format!("/api/links/{link}")).await;
    view["clicks"].as_u64().unwrap()
}

/// Waits until no click waits to be counted.
pub async fn all_counted(client: &Client) {
    until("every click is counted", async || {
        client.get("/readyz").await.json()["waiting_click_bytes"] == 0
    })
    .await;
}

async fn every_click_is_counted_once_whenever_the_program_is_killed(home: Home) {
    // Sessions name the URL, and the port is another one each time.
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    listening.stop().await;
    let (mut least, mut most) = (0, 0);
    for round in 0..ROUNDS {
        let listening = korotko.listen().await;
        let load = Load::on(&listening.client(), "/promo");
        until("redirects", async || load.redirected() > 0).await;
        // The moments differ on purpose: that is what this test is about.
        tokio::time::sleep(Duration::from_millis(round * 37 % 400)).await;
        listening.process.kill();
        let outcome = load.end().await;
        least += outcome.redirected;
        most += outcome.redirected + outcome.unknown;
    }
    let listening = korotko.listen().await;
    let client = listening.client();
    until("every answered click is counted", async || {
        clicks(&client, &session, link).await >= least
    })
    .await;
    // A stop counts what is left, if anything is.
    listening.stop().await;
    let listening = korotko.listen().await;
    let counted = clicks(&listening.client(), &session, link).await;
    assert!(
        (least..=most).contains(&counted),
        "{counted} is not from {least} to {most}"
    );
    listening.stop().await;
    let left = std::fs::read_dir(home.data().join("clicks")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["lock"], "what is counted is removed");
}
