//! Rotating the signing secret without ending sessions.

use serde_json::json;

use crate::client::{ANN, Client, PASSWORD, Session};
use crate::home::{EMAIL_SECRET, Home, JWT_SECRET, OTHER_JWT_SECRET, on_both_databases};
use crate::listening::Listening;

on_both_databases!(
    tokens_of_an_old_secret_work_until_it_is_removed,
    two_nodes_rotate_without_ending_a_session,
);

async fn start(home: &Home, jwt_secrets: &str) -> Listening {
    let korotko = home
        .korotko("serve")
        .with("PUBLIC_URL", "http://short.example")
        .with("JWT_SECRET", jwt_secrets)
        .with("EMAIL_SECRET", EMAIL_SECRET);
    korotko.listen().await
}

async fn tokens_of_an_old_secret_work_until_it_is_removed(home: Home) {
    let (old, new) = (JWT_SECRET, OTHER_JWT_SECRET);
    let listening = start(&home, old).await;
    let under_old = listening.sign_up(ANN).await;
    listening.stop().await;

    let listening = start(&home, &format!("{new}, {old}")).await;
    let client = listening.client();
    assert!(client.knows(&under_old).await);
    let under_new = client.sign_in(ANN).await;
    listening.stop().await;

    let listening = start(&home, new).await;
    let client = listening.client();
    assert!(!client.knows(&under_old).await);
    assert!(client.knows(&under_new).await, "the first one signs");
    listening.stop().await;
}

/// Exchanges the refresh token, which must succeed.
async fn refresh(client: &Client, session: &Session) -> Session {
    let token = json!({"refresh_token": session.refresh});
    let pair = client.post("/api/users/refresh/", &token).await.with(200);
    Session {
        access: pair.text("access_token"),
        refresh: pair.text("refresh_token"),
    }
}

/// As the operations manual says: first the new secret behind the old one everywhere, then swapped, then alone.
async fn two_nodes_rotate_without_ending_a_session(home: Home) {
    let (old, new) = (JWT_SECRET, OTHER_JWT_SECRET);
    let [old_first, new_first] = [format!("{old},{new}"), format!("{new},{old}")];
    let listening = start(&home, old).await;
    let mut session = listening.sign_up(ANN).await;
    listening.stop().await;
    for (first, second) in [(old, &*old_first), (&*old_first, &*new_first)] {
        // One node after the other: in between each accepts what the other one signs.
        let nodes = [(second, first), (second, second)];
        for (secrets_of_one, secrets_of_two) in nodes {
            let one = start(&home, secrets_of_one).await;
            let two = start(&home, secrets_of_two).await;
            for (signs, verifies) in [(&one, &two), (&two, &one)] {
                assert!(verifies.client().knows(&session).await);
                session = refresh(&signs.client(), &session).await;
                assert!(verifies.client().knows(&session).await);
            }
            one.stop().await;
            two.stop().await;
        }
    }
    let alone = start(&home, new).await;
    assert!(alone.client().knows(&session).await);
    alone.stop().await;
}

#[tokio::test]
async fn a_mailed_reset_works_under_an_old_secret() {
    let home = Home::sqlite();
    let (old, new) = (JWT_SECRET, OTHER_JWT_SECRET);
    let listening = start(&home, old).await;
    let session = listening.sign_up(ANN).await;
    let asked = json!({"email": ANN});
    let client = listening.client();
    client
        .post("/api/users/password-reset/", &asked)
        .await
        .with(202);
    let token = |line: &str| {
        let (_, link) = line.split_once("set a new password: ")?;
        Some(link.rsplit_once('/')?.1.to_owned())
    };
    let token = listening.process.stdout.find("a token", token).await;
    listening.stop().await;
    let confirmed = json!({"token": token, "new_password": format!("{PASSWORD}-new")});
    let path = "/api/users/password-reset/confirm/";

    let listening = start(&home, new).await;
    listening.client().post(path, &confirmed).await.with(400);
    listening.stop().await;
    let listening = start(&home, &format!("{new},{old}")).await;
    let client = listening.client();
    assert!(client.knows(&session).await);
    client.post(path, &confirmed).await.with(204);
    assert!(!client.knows(&session).await, "the reset ends all sessions");
    listening.stop().await;
}
