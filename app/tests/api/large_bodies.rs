//! Large bodies, anonymous and of members.

use reqwest::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    slow_anonymous_bodies_do_not_block_imports,
    the_large_bodies_of_one_member_do_not_block_another,
    an_anonymous_large_body_is_answered_401,
);

/// More than there are slots.
const MANY: usize = 40;

/// A file with this many rows of 100 bytes.
fn file(rows: usize) -> String {
    let row = format!("https://example.com/{}\n", "a".repeat(79));
    format!("url\n{}", row.repeat(rows))
}

/// Sends the first 70 KB of an announced import, and pauses.
async fn rest_midway(app: &App, credentials: &str) -> TcpStream {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    let head = format!(
        "POST /api/links/import?dry_run=true HTTP/1.1\r\nHost: short.example\r\n{credentials}Content-Type: text/csv\r\n\
         Content-Length: 1000000\r\n\r\n{}",
        file(700)
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

async fn slow_anonymous_bodies_do_not_block_imports((app, ann): (App, Member)) {
    let mut slow = Vec::new();
    for credentials in ["", "Authorization: Bearer forged\r\n"] {
        for _ in 0..MANY {
            slow.push(rest_midway(&app, credentials).await);
        }
    }
    let report = ann.import("?dry_run=true", file(800)).await;
    assert_eq!(report.with(200).number("rows"), 800);
    drop(slow);
}

async fn the_large_bodies_of_one_member_do_not_block_another(
    (app, ann, bob): (App, Member, Member),
) {
    let credentials = format!("Authorization: Bearer {}\r\n", ann.access);
    let mut slow = Vec::new();
    for _ in 0..MANY {
        slow.push(rest_midway(&app, &credentials).await);
    }
    let report = bob.import("?dry_run=true", file(800)).await;
    assert_eq!(report.with(200).number("rows"), 800);
    drop(slow);
}

async fn an_anonymous_large_body_is_answered_401(app: App) {
    let import = || app.ask(Method::POST, "/api/links/import");
    let refused = import().body("text/csv", file(50_000)).await;
    refused.refused(401, "token-missing");
    let batch = app
        .ask(Method::POST, "/api/links/batch")
        .body("application/json", " ".repeat(900_000));
    batch.bearer("forged").await.refused(401, "token-invalid");
}
