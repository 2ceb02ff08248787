//! The fast path answers like the routes: the same requests go both ways.

use chrono::TimeDelta;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{App, LINKS, Member, Setup, on_both_databases, until};

on_both_databases!(
    generated_requests_get_the_same_bytes_on_the_fast_path_and_beside_it,
    a_change_is_seen_by_the_next_request_on_the_fast_path,
);

const REQUESTS: usize = 10_000;

/// The methods; the first one is the most frequent, here and below.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "get", "FROB"];
const PATHS: [&str; 31] = [
    "/promo",
    "/moved",
    "/limited",
    "/over",
    "/later",
    "/gone",
    "/nothing",
    "/own",
    "/fails",
    "/panics",
    "/docs",
    "/api",
    "/users",
    "/openapi.json",
    "/healthz",
    "/",
    "//",
    "/promo/",
    "/promo//",
    "/%70romo",
    "/pro%6Do",
    "/promo%2F",
    "/Promo",
    "/%D0%BF",
    "/%FF",
    "/promo;x",
    "/promo/x",
    "/promo+",
    "/signin",
    "/api/url/promo",
    "*",
];
const QUERIES: [&str; 15] = [
    "",
    "?u=1",
    "?",
    "?u=01",
    "?u=1&u=2",
    "?u=2",
    "?utm_source=mail",
    "?u=%31",
    "?u=",
    "?&&",
    "?x=%FF",
    "?utm_source=mail&u=1",
    "?u=x",
    "?b=2&b=3&&=%zz",
    "?a=\u{439}'+%22",
];
const HOSTS: [&str; 8] = [
    "Host: short.example\r\n",
    "Host: localhost:80\r\n",
    "Host: [::1]:80\r\n",
    "",
    "Host: \r\n",
    "Host: bad host\r\n",
    "Host: a\r\nHost: b\r\n",
    "host: SHORT.example\r\n",
];
const FIELDS: [&str; 16] = [
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0\r\n",
    "User-Agent: curl/8.5.0\r\n",
    "User-Agent: \u{fffd}\r\n",
    "Referer: https://News.example.com/story?a=b\r\n",
    "Referer: nonsense\r\n",
    "Accept-Language: ru-RU,ru;q=0.9\r\n",
    "X-Forwarded-For: 192.0.2.7\r\n",
    "Sec-Purpose: prefetch\r\n",
    "Accept: text/html\r\n",
    "Accept-Encoding: gzip\r\n",
    "Authorization: Bearer nonsense\r\n",
    "Cookie: a=b\r\n",
    "If-None-Match: *\r\n",
    "Range: bytes=0-1\r\n",
    "Expect: 100-continue\r\n",
    "X-Request-Id: mine\r\n",
];
const BODIES: [&str; 5] = [
    "\r\n",
    "Content-Length: 0\r\n\r\n",
    "Content-Length: 3\r\n\r\nabc",
    "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "Content-Length: nonsense\r\n\r\n",
];

/// Repeatable random numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// The first item in most cases.
    fn one_of(&mut self, items: &[&'static str]) -> &'static str {
        let first = self.below(5) > 0;
        if first {
            items[0]
        } else {
            items[self.below(items.len())]
        }
    }

    fn request(&mut self) -> String {
        let method = self.one_of(&METHODS);
        let origin = self.one_of(&["", "", "", "http://short.example"]);
        // The first ones are links.
        let path = if self.below(2) == 0 {
            PATHS[self.below(10)]
        } else {
            PATHS[self.below(PATHS.len())]
        };
        let query = self.one_of(&QUERIES);
        let version = self.one_of(&["1.1", "1.1", "1.0"]);
        let host = self.one_of(&HOSTS);
        let mut request = format!("{method} {origin}{path}{query} HTTP/{version}\r\n{host}");
        for _ in 0..self.below(4) {
            request += FIELDS[self.below(FIELDS.len())];
        }
        request += "Connection: close\r\n";
        request + self.one_of(&BODIES)
    }
}

/// The response, without the fields that differ each time.
async fn answer(app: &App, request: &str) -> String {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A server that has not read a body may reset the connection.
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.split_inclusive("\r\n");
    let kept =
        lines.filter(|line| !line.starts_with("date:") && !line.starts_with("x-request-id:"));
    without_request_id(kept.collect())
}

/// The response without the id in the problem of a 5xx, or on the page of an error.
fn without_request_id(answer: String) -> String {
    let markers = ["\"request_id\":\"", "<code>"];
    match markers.iter().find_map(|marker| answer.split_once(marker)) {
        Some((before, after)) => {
            before.to_owned() + after.trim_start_matches(|c: char| c.is_ascii_hexdigit())
        }
        None => answer,
    }
}

async fn links(ann: &Member) {
    for (slug, change) in [
        ("promo", json!({"query_forwarding": "append"})),
        (
            "moved",
            json!({"redirect_status": 301, "query_forwarding": "override"}),
        ),
        ("limited", json!({"max_clicks": 1_000_000})),
        ("over", json!({"expires_at": "2026-12-01T00:10:00Z"})),
        (
            "later",
            json!({"expires_at": "2026-12-01T00:10:00Z", "fallback_url": "https://example.net/"}),
        ),
        ("gone", json!({"title": "Gone"})),
    ] {
        let body =
            json!({"url": "https://example.com/a?b=c#d", "slug": slug, "namespace": "global"});
        let link = ann.post(LINKS, &body).await.with(201);
        let path = format!("{LINKS}{}", link.json()["id"]);
        ann.patch(&path, &change).await.with(200);
        if slug == "gone" {
            ann.delete(&path).await.with(204);
        }
    }
    ann.post(
        LINKS,
        &json!({"url": "https://example.com/own", "slug": "own"}),
    )
    .await
    .with(201);
}

async fn generated_requests_get_the_same_bytes_on_the_fast_path_and_beside_it(setup: Setup) {
    let fast = setup.start().await;
    let mut plain = setup.clone();
    plain.fast_path = false;
    let plain = plain.start().await;
    let ann = fast.member("ann").await;
    links(&ann).await;
    fast.advance(TimeDelta::minutes(20));
    let mut numbers = Numbers(20_261_130);
    let mut clicks = 0;
    for _ in 0..REQUESTS {
        let request = numbers.request();
        let (one, other) = (
            answer(&fast, &request).await,
            answer(&plain, &request).await,
        );
        assert_eq!(one, other, "{request}");
        let redirects = one.contains("location: https://example.com/");
        if redirects && request.starts_with("GET ") {
            clicks += 2;
        }
    }
    let known = fast.routes.known();
    assert!(
        known > REQUESTS / 8,
        "the fast path answered {known} requests"
    );
    until("all clicks are counted", async || {
        let page = ann.get(LINKS).await.with(200);
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        items
            .iter()
            .map(|link| link["clicks"].as_u64().unwrap())
            .sum::<u64>()
            == clicks
    })
    .await;
}

async fn a_change_is_seen_by_the_next_request_on_the_fast_path((app, ann): (App, Member)) {
    let body = json!({"url": "https://example.com/0", "slug": "promo"});
    let link = ann.post(LINKS, &body).await.with(201);
    let (path, share) = (
        format!("{LINKS}{}", link.json()["id"]),
        app.path_of(&link.text("share_url")),
    );
    for number in 1..20 {
        app.get(&share).await.with(307);
        let url = format!("https://example.com/{number}");
        ann.patch(&path, &json!({"url": url})).await.with(200);
        assert_eq!(app.get(&share).await.with(307).header("location"), url);
    }
    ann.delete(&path).await.with(204);
    app.get(&share).await.refused(410, "gone");
}
