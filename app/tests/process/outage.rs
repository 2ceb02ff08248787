//! A database that becomes unavailable while the program runs, and returns.

use std::time::Duration;

use futures_util::future::join_all;
use korotko_testkit::{Answer, SmtpSink, TcpProxy};
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use tokio::time::timeout;

use crate::client::{ANN, Client, PASSWORD, Session};
use crate::home::Home;
use crate::program::{DEADLINE, until};

/// How long a response may take on a busy machine.
const IN_TIME: Duration = Duration::from_secs(10);

/// A proxy in front of the server of this URL, and the URL of the proxy.
pub async fn through_proxy(url: &str) -> (TcpProxy, String) {
    let from = url
        .find('@')
        .map_or(url.find("://").unwrap() + 3, |at| at + 1);
    let to = from + url[from..].find('/').unwrap();
    let place = &url[from..to];
    let proxy = TcpProxy::to(place).await;
    let through = url.replacen(place, &proxy.address().to_string(), 1);
    (proxy, through)
}

#[tokio::test]
async fn an_outage_of_the_database_is_answered_503_and_recovers() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let (proxy, through_proxy) = through_proxy(&home.postgres_url()).await;
    let korotko = home
        .korotko("serve")
        .with("DATABASE_URL", through_proxy)
        .with("SMTP_URL", sink.url());
    let mut listening = korotko.listen().await;
    let client = listening.client();
    let session = client.sign_up(ANN, &sink).await;
    let made = client.shorten(&session, "promo", "https://example.com/a");
    let promo = made.await.text("share_url");
    for (number, way) in TcpProxy::OUTAGES.into_iter().enumerate() {
        proxy.simulate(way).await;
        let address = format!("bob{number}@example.com");
        all_are_refused(&client, &session, &address).await;
        proxy.restore().await;
        ready(&client).await;
        assert_eq!(client.get(&promo).await.status, 307, "{way}");
        assert!(client.knows(&session).await, "{way}");
        client.must_register(&address).await;
        // The worker may have to wait for the timeout of a statement first, a minute.
        let mails = sink.wait_for(number + 2, 2 * DEADLINE).await;
        assert_eq!(mails[number + 1].to, [address]);
    }
    assert!(listening.process.runs());
    let log = listening.stop().await.stderr;
    assert!(!log.contains("bob") && log.contains("unavailable"), "{log}");
}

/// Everything that needs the database is answered 503, including the registration of `address`.
async fn all_are_refused(client: &Client, session: &Session, address: &str) {
    assert!(client.finds("/healthz").await);
    let bob = json!({"email": address, "password": PASSWORD});
    let link = json!({"url": "https://example.com/a"});
    let asks = [
        client.request(Method::GET, "/readyz"),
        client.request(Method::GET, "/some-code"),
        client.signed(session, Method::GET, "/api/links/"),
        client.request(Method::POST, "/api/links/").json(&link),
        client
            .request(Method::POST, "/api/users/register/")
            .json(&bob),
    ];
    join_all(asks.map(refused)).await;
}

#[tokio::test]
async fn cached_links_redirect_however_the_database_fails() {
    let home = Home::postgres();
    let (proxy, through_proxy) = through_proxy(&home.postgres_url()).await;
    let korotko = home.korotko("serve").with("DATABASE_URL", through_proxy);
    let listening = korotko.listen().await;
    let client = listening.client();
    let body = json!({"url": "https://example.com/", "custom_url": "promo"});
    client.post("/api/url/", &body).await.with(201);
    client.follow("/promo", 1).await;
    for way in TcpProxy::OUTAGES {
        proxy.simulate(way).await;
        refused(client.request(Method::GET, "/readyz")).await;
        for _ in 0..20 {
            assert_eq!(client.get("/promo").await.status, 307, "{way}");
        }
        proxy.restore().await;
        ready(&client).await;
    }
    listening.stop().await;
}

async fn ready(client: &Client) {
    until("readiness", async || client.finds("/readyz").await).await;
}

/// Sends a request, which must be answered 503 in time.
async fn refused(request: RequestBuilder) {
    let answer = timeout(IN_TIME, Answer::to(request)).await;
    let answer = answer.expect("an answer in time");
    let answer = answer.refused(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "1");
    assert!(!answer.text("request_id").is_empty(), "{answer:?}");
}
