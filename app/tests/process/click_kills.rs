//! SIGKILL under load: every click whose redirect was sent is counted exactly once.

use std::time::Duration;

use serde_json::json;

use crate::click_load::Load;
use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::until;

on_both_databases!(every_click_is_counted_once_after_sigkill);

const ROUNDS: u64 = 50;

/// A user with the global link `/promo`.
pub async fn somebody_with_a_link(listening: &Listening) -> (Session, i64) {
    let session = listening.sign_up(ANN).await;
    let link = promo(&listening.client(), &session).await;
    (session, link)
}

/// Creates the global link `/promo`.
pub async fn promo(client: &Client, session: &Session) -> i64 {
    let link = json!({"url": "https://example.com", "slug": "promo", "namespace": "global"});
    let made = client.make(session, "/api/links/", &link).await;
    made["id"].as_i64().unwrap()
}

/// The number of clicks of a link.
pub async fn clicks(client: &Client, session: &Session, link: i64) -> u64 {
    let view = client.read(session, &format!("/api/links/{link}")).await;
    view["clicks"].as_u64().unwrap()
}

/// Waits until all clicks are counted.
pub async fn all_counted(client: &Client) {
    until("every click is counted", async || {
        client.get("/readyz").await.json()["waiting_click_bytes"] == 0
    })
    .await;
}

async fn every_click_is_counted_once_after_sigkill(home: Home) {
    // Tokens contain the URL, and the port differs each time.
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    listening.stop().await;
    let (mut least, mut most) = (0, 0);
    for round in 0..ROUNDS {
        let listening = korotko.listen().await;
        let load = Load::on(&listening.client(), "/promo");
        until("redirects", async || load.redirected() > 0).await;
        // The moment varies on purpose.
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
    // A stop counts the remaining clicks.
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
