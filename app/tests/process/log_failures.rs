//! Outputs that cannot be written.

use std::time::Duration;

use crate::home::Home;
use crate::listening::Listening;
use crate::program::{eventually, until};

/// How long a supervisor can be expected to wait before it kills.
const PATIENCE: Duration = Duration::from_secs(15);

/// Lets the program write so many lines and more.
async fn make_lines(listening: &Listening, lines: usize) {
    let client = listening.client();
    for _ in 0..lines {
        assert!(client.finds("/healthz").await);
    }
}

#[tokio::test]
async fn closed_and_full_outputs_end_neither_requests_nor_the_program() {
    let home = Home::sqlite();
    // The address is fixed, since nobody can tell it.
    for outputs in ["exec >&- 2>&-", "exec >/dev/full 2>/dev/full"] {
        let port = free_port();
        let address = format!("127.0.0.1:{port}");
        let korotko = home.korotko("serve").with("LISTEN", &address);
        let process = korotko.after(outputs).start();
        let address = address.parse().unwrap();
        eventually("an open port", async || {
            tokio::net::TcpStream::connect(address).await.ok()
        })
        .await;
        let listening = Listening { process, address };
        make_lines(&listening, 20).await;
        // Its mail would be told of on the standard output.
        listening.client().register("ann@example.com").await;
        listening.stop().await;
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn a_reader_that_left_does_not_end_the_program() {
    let home = Home::sqlite();
    let pipe = "mkfifo log; head -n 1 log >/dev/null & exec 2>log";
    let mut listening = home.korotko("serve").after(pipe).listen().await;
    make_lines(&listening, 50).await;
    assert!(listening.process.runs());
    listening.stop().await;
}

#[tokio::test]
async fn readers_that_stall_hold_up_neither_requests_nor_a_stop() {
    let home = Home::sqlite();
    // A pipe that is open and takes 64 KiB.
    let pipe = "mkfifo log; exec 3<>log; exec 2>log";
    let korotko = home.korotko("serve").with("LOG", "trace").after(pipe);
    let listening = korotko.listen().await;
    make_lines(&listening, 1_000).await;
    listening.process.signal("TERM");
    let ended = listening.process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[tokio::test]
async fn a_log_that_may_not_grow_goes_on_later_and_tells_how_many_lines_were_lost() {
    // Its database is in no file of its own.
    let home = Home::postgres();
    let log = home.data().with_extension("log");
    let to_file = format!("exec 2>{}", log.display());
    let listening = home.korotko("serve").after(&to_file).listen().await;
    let length = || std::fs::metadata(&log).unwrap().len();
    let limit = length() + 1_000;
    listening.process.limit("RLIMIT_FSIZE", limit);
    make_lines(&listening, 30).await;
    until("a full file", async || length() == limit).await;
    listening.process.limit("RLIMIT_FSIZE", 1 << 30);
    let lost = eventually("a report", async || {
        let text = std::fs::read_to_string(&log).unwrap();
        let mut lines = text.lines().map(serde_json::from_str);
        lines.find_map(|line: Result<serde_json::Value, _>| line.ok()?["lines"].as_u64())
    });
    let lost = lost.await;
    listening.stop().await;
    let text = std::fs::read_to_string(&log).unwrap();
    let answered = text.matches("\"answered\"").count() as u64;
    assert!(answered + lost >= 30, "{lost}: {text}");
    assert!(text.lines().last().unwrap().starts_with('{'), "{text}");
}
