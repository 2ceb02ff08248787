//! Rotating the signing secret without ending sessions.

use crate::client::ANN;
use crate::home::{EMAIL_SECRET, Home, JWT_SECRET, OTHER_JWT_SECRET};
use crate::listening::Listening;

async fn start(home: &Home, jwt_secrets: &str) -> Listening {
    let korotko = home
        .korotko("serve")
        .with("PUBLIC_URL", "http://short.example")
        .with("JWT_SECRET", jwt_secrets)
        .with("EMAIL_SECRET", EMAIL_SECRET);
    korotko.listen().await
}

#[tokio::test]
async fn tokens_of_an_old_secret_work_until_it_is_removed() {
    let home = Home::sqlite();
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
