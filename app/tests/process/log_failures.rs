//! Outputs that cannot be written to.

use std::time::Duration;

use crate::home::Home;
use crate::listening::Listening;
use crate::program::{eventually, until};

/// How long a supervisor waits before SIGKILL.
const PATIENCE: Duration = Duration::from_secs(15);

/// Makes the program log at least this many lines.
async fn make_lines(listening: &Listening, lines: usize) {
    let client = listening.client();
    for _ in 0..lines {
        assert!(client.finds("/healthz").await);
    }
}

#[tokio::test]
async fn closed_and_full_outputs_do_not_stop_the_program() {
    let home = Home::sqlite();
    // The address is fixed, because it cannot be read from the output.
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
        // Its mail would be printed on standard output.
        listening.client().register("ann@example.com").await;
        listening.stop().await;
    }
}

/// A free port.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn a_closed_stdout_does_not_stop_the_program() {
    let home = Home::sqlite();
    let pipe = "mkfifo log; head -n 1 log >/dev/null & exec 2>log";
    let mut listening = home.korotko("serve").after(pipe).listen().await;
    make_lines(&listening, 50).await;
    assert!(listening.process.runs());
    listening.stop().await;
}

#[tokio::test]
async fn stalled_readers_delay_neither_requests_nor_a_stop() {
    let home = Home::sqlite();
    // An open pipe with a capacity of 64 KiB.
    let pipe = "mkfifo log; exec 3<>log; exec 2>log";
    let korotko = home.korotko("serve").with("LOG", "trace").after(pipe);
    let listening = korotko.listen().await;
    make_lines(&listening, 1_000).await;
    listening.process.signal("TERM");
    let ended = listening.process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[tokio::test]
async fn a_full_log_resumes_and_reports_lost_lines() {
    // The database is not in a local file.
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
