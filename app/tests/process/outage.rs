//! A database that goes away under the running program, and comes back.

use std::net::{SocketAddr, ToSocketAddrs};

use korotko_testkit::SmtpSink;

use crate::client::Client;
use crate::home::Home;
use crate::program::{DEADLINE, until};
use crate::proxy::Proxy;

/// Where the server of this URL is.
pub fn server(url: &str) -> (SocketAddr, &str) {
    let from = url
        .find('@')
        .map_or(url.find("://").unwrap() + 3, |at| at + 1);
    let to = from + url[from..].find('/').unwrap();
    let address = url[from..to].to_socket_addrs().unwrap().next().unwrap();
    (address, &url[from..to])
}

#[tokio::test]
async fn an_outage_of_the_database_is_503_and_passes_by_itself() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let url = home.postgres_url();
    let (address, place) = server(&url);
    let mut proxy = Proxy::start(address).await;
    let through_proxy = url.replacen(place, &proxy.address.to_string(), 1);
    let korotko = home
        .korotko("serve")
        .with("DATABASE_URL", through_proxy)
        .with("SMTP_URL", sink.url());
    let mut listening = korotko.listen().await;
    let client = listening.client();
    client.must_register("ann@example.com").await;
    sink.wait_for(1, DEADLINE).await;

    proxy.cut().await;
    assert!(client.finds("/healthz").await);
    let (ready, link, account) = tokio::join!(
        refused(&client, "/readyz"),
        refused(&client, "/some-code"),
        client.register("bob@example.com"),
    );
    assert_eq!((ready, link), (true, true));
    assert_eq!(account.status(), 503);
    assert!(account.headers().contains_key("retry-after"));
    assert!(account.text().await.unwrap().contains("request_id"));

    proxy.restore().await;
    until("readiness", async || {
        client.finds("/readyz").await.then_some(())
    })
    .await;
    client.must_register("bob@example.com").await;
    let mails = sink.wait_for(2, DEADLINE).await;
    assert_eq!(mails[1].to, ["bob@example.com"]);
    assert!(listening.process.runs());
    let log = listening.stop().await.stderr;
    assert!(
        !log.contains("bob@") && log.contains("unavailable"),
        "{log}"
    );
}

/// Whether a path answers 503 and says when to come again.
async fn refused(client: &Client, path: &str) -> bool {
    let answer = client.get(path).await;
    answer.status() == 503 && answer.headers().contains_key("retry-after")
}
