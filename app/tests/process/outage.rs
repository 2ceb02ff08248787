//! A database that goes away under the running program, and comes back.

use std::time::Duration;

use korotko_testkit::{SmtpSink, TcpProxy};
use tokio::time::timeout;

use crate::client::Client;
use crate::home::Home;
use crate::program::{DEADLINE, until};

/// How long an answer may take on a busy machine.
const IN_TIME: Duration = Duration::from_secs(10);

/// A proxy in front of the server of this URL, and the URL through it.
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
async fn an_outage_of_the_database_is_503_and_passes_by_itself() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let (proxy, through_proxy) = through_proxy(&home.postgres_url()).await;
    let korotko = home
        .korotko("serve")
        .with("DATABASE_URL", through_proxy)
        .with("SMTP_URL", sink.url());
    let mut listening = korotko.listen().await;
    let client = listening.client();
    client.must_register("ann@example.com").await;
    sink.wait_for(1, DEADLINE).await;

    for (number, way) in ["cut", "hung up", "silent"].into_iter().enumerate() {
        match way {
            "cut" => proxy.cut().await,
            "hung up" => proxy.hang_up(),
            _ => proxy.fall_silent(),
        }
        let address = format!("bob{number}@example.com");
        refused_by_all(&client, &address).await;
        proxy.restore().await;
        until("readiness", async || {
            client.finds("/readyz").await.then_some(())
        })
        .await;
        client.must_register(&address).await;
        // The worker may have to give up a statement of a minute first.
        let mails = sink.wait_for(number + 2, 2 * DEADLINE).await;
        assert_eq!(mails[number + 1].to, [address]);
    }
    assert!(listening.process.runs());
    let log = listening.stop().await.stderr;
    assert!(!log.contains("bob") && log.contains("unavailable"), "{log}");
}

async fn refused_by_all(client: &Client, address: &str) {
    assert!(client.finds("/healthz").await);
    let (ready, link, account) = tokio::join!(
        refused(client, "/readyz"),
        refused(client, "/some-code"),
        client.register(address),
    );
    assert_eq!((ready, link), (true, true));
    assert_eq!(account.status(), 503);
    assert!(account.headers().contains_key("retry-after"));
    assert!(account.text().await.unwrap().contains("request_id"));
}

#[tokio::test]
async fn links_that_are_known_are_followed_however_the_database_fails() {
    let home = Home::postgres();
    let (proxy, through_proxy) = through_proxy(&home.postgres_url()).await;
    let korotko = home.korotko("serve").with("DATABASE_URL", through_proxy);
    let listening = korotko.listen().await;
    let client = listening.client();
    let body = serde_json::json!({"url": "https://example.com/", "custom_url": "promo"});
    assert_eq!(client.post("/api/url/", &body).await.status(), 201);
    assert_eq!(client.get("/promo").await.status(), 307);
    for way in ["cut", "hung up", "silent"] {
        match way {
            "cut" => proxy.cut().await,
            "hung up" => proxy.hang_up(),
            _ => proxy.fall_silent(),
        }
        assert!(refused(&client, "/readyz").await);
        for _ in 0..20 {
            assert_eq!(client.get("/promo").await.status(), 307, "{way}");
        }
        proxy.restore().await;
        until("readiness", async || {
            client.finds("/readyz").await.then_some(())
        })
        .await;
    }
    listening.stop().await;
}

/// Whether a path answers 503 and says when to come again.
async fn refused(client: &Client, path: &str) -> bool {
    let answer = timeout(IN_TIME, client.get(path)).await.expect("an answer");
    answer.status() == 503 && answer.headers().contains_key("retry-after")
}
