//! The memory of imports.

use std::fmt::Write;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::Value;

use crate::client::{ANN, Client, Session};
use crate::home::Home;

const ROWS: usize = 40_000;
const AT_ONCE: usize = 8;

/// The maximum memory of the process, in MB. Keeping all rows and outcomes takes more than 300.
const MOST: u64 = 150;

/// The memory of a process by `/proc`, in MB.
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
async fn eight_imports_of_failing_rows_use_little_memory() {
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
