//! What imports take of the memory, and that they give it back.

use std::fmt::Write;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::Value;

use crate::client::{ANN, Client, Session};
use crate::home::Home;

const ROWS: usize = 40_000;
const AT_ONCE: usize = 8;

/// The most that the process may have, in MB. Rows and fates in full were more than 300.
const MOST: u64 = 150;

/// What `/proc` says of the memory of a process, in MB.
fn memory(id: u32, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes = line.unwrap().trim_start_matches(':').trim();
    let kilobytes = kilobytes.trim_end_matches("kB").trim();
    kilobytes.parse::<u64>().unwrap() / 1024
}

async fn import(client: &Client, session: &Session, file: String) {
    let import = client.signed(session, Method::POST, "/api/links/import");
    let import = import.header("content-type", "text/csv").body(file);
    let answer = import.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let report: Value = answer.json().await.expect("a report");
    assert_eq!(report["failed"], ROWS);
    assert_eq!(report["results"][ROWS - 1]["status"], 422);
}

#[tokio::test]
async fn eight_imports_of_refused_rows_stay_small() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    let client = listening.client();
    let session = listening.sign_up(ANN).await;
    let mut file = "url,slug\n".to_owned();
    for row in 0..ROWS {
        writeln!(file, "nowhere,no good {row}").unwrap();
    }
    let imports = (0..AT_ONCE).map(|_| import(&client, &session, file.clone()));
    join_all(imports).await;
    let id = listening.process.id();
    let (highest, now) = (memory(id, "VmHWM"), memory(id, "VmRSS"));
    assert!(highest < MOST, "{highest} MB at most, {now} MB left");
    listening.stop().await;
}
