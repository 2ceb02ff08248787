//! Bodies larger than usual, of strangers and of members.

use reqwest::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    slow_strangers_hold_up_no_import,
    one_member_holds_up_no_other,
    a_stranger_is_told_to_sign_in,
);

/// More than there are places.
const MANY: usize = 40;

/// A file of so many rows of 100 bytes.
fn file(rows: usize) -> String {
    let row = format!("https://example.com/{}\n", "a".repeat(79));
    format!("url\n{}", row.repeat(rows))
}

/// Sends the first 70 KB of an announced import, and rests.
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

async fn slow_strangers_hold_up_no_import((app, ann): (App, Member)) {
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

async fn one_member_holds_up_no_other((app, ann, bob): (App, Member, Member)) {
    let credentials = format!("Authorization: Bearer {}\r\n", ann.access);
    let mut slow = Vec::new();
    for _ in 0..MANY {
        slow.push(rest_midway(&app, &credentials).await);
    }
    let report = bob.import("?dry_run=true", file(800)).await;
    assert_eq!(report.with(200).number("rows"), 800);
    drop(slow);
}

async fn a_stranger_is_told_to_sign_in(app: App) {
    let import = || app.ask(Method::POST, "/api/links/import");
    let refused = import().body("text/csv", file(50_000)).await;
    refused.refused(401, "token-missing");
    let batch = app
        .ask(Method::POST, "/api/links/batch")
        .body("application/json", " ".repeat(900_000));
    batch.bearer("forged").await.refused(401, "token-invalid");
}
