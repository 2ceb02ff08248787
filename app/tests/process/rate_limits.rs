//! Rate limits of the program as it is started.

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::json;

use crate::client::ANN;
use crate::home::Home;
use crate::program::Program;

/// The program with its default limits.
fn limited(home: &Home) -> Program {
    home.korotko("serve").without("RATE_LIMITS")
}

#[tokio::test]
async fn clients_are_limited_by_default_and_cannot_choose_their_address() {
    for home in [Home::sqlite(), Home::postgres()] {
        let listening = limited(&home)
            .with("LIMIT_UNKNOWN_SLUGS", "3/1h")
            .listen()
            .await;
        let client = listening.client();
        for (address, status) in [("1", 404), ("2", 404), ("3", 404), ("4", 429), ("5", 429)] {
            let asked = client.request(Method::GET, "/unknown");
            let asked = asked.header("X-Forwarded-For", format!("203.0.113.{address}"));
            Answer::to(asked).await.with(status);
        }
        let body = json!({"email": ANN, "password": "Wrong-passw0rd"});
        for status in [401; 10].into_iter().chain([429]) {
            let asked = client.request(Method::POST, "/api/users/signin/");
            Answer::to(asked.json(&body)).await.with(status);
        }
        listening.stop().await;
    }
}

#[tokio::test]
async fn nodes_share_limits_through_postgresql_alone() {
    let home = Home::postgres();
    let korotko = limited(&home).with("LIMIT_ANONYMOUS_LINKS", "4/1h");
    let (one, two) = (korotko.listen().await, korotko.listen().await);
    let body = json!({"url": "https://example.com/a"});
    for (node, status) in [
        (&one, 201),
        (&two, 201),
        (&one, 201),
        (&two, 201),
        (&one, 429),
        (&two, 429),
    ] {
        let asked = node.client().request(Method::POST, "/api/url/");
        Answer::to(asked.json(&body)).await.with(status);
    }
    one.stop().await;
    // They are still limited after a restart.
    let three = korotko.listen().await;
    let asked = three.client().request(Method::POST, "/api/url/");
    Answer::to(asked.json(&body))
        .await
        .refused(429, "rate-limited");
    three.stop().await;
    two.stop().await;
}
