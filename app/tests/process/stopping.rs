//! SIGTERM and SIGINT: running requests are finished, new ones refused, and the program ends soon.

use std::net::SocketAddr;
use std::time::Duration;

use korotko_testkit::SmtpSink;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::home::Home;
use crate::program::{DEADLINE, Process, until};

/// How long a supervisor waits before SIGKILL.
const PATIENCE: Duration = Duration::from_secs(15);

const BODY: &str = r#"{"email": "nobody@example.com", "password": "Correct-horse-7"}"#;

/// Sends the head of a sign-in, and returns when the program asks for the body: from then on the request is running.
async fn begin_sign_in(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/users/signin/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        BODY.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 25];
    let read = tokio::time::timeout(DEADLINE, stream.read_exact(&mut answer)).await;
    read.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

async fn rest_of(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset after the response also ends it.
    let read = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut bytes)).await;
    drop(read.expect("an end"));
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_stop_finishes_the_running_request_and_refuses_the_next() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    let address = listening.address;
    // A readiness probe whose head is incomplete at the stop.
    let mut probe = TcpStream::connect(address).await.unwrap();
    probe
        .write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\n")
        .await
        .unwrap();
    let mut sign_in = begin_sign_in(address).await;
    listening.process.signal("TERM");
    until("a closed port", async || {
        TcpStream::connect(address).await.is_err()
    })
    .await;
    // The connection may have been closed.
    drop(probe.write_all(b"\r\n").await);
    let ready = rest_of(probe).await;
    assert!(
        ready.is_empty() || ready.starts_with("HTTP/1.1 503"),
        "{ready}"
    );
    sign_in.write_all(BODY.as_bytes()).await.unwrap();
    let answer = rest_of(sign_in).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.contains("invalid-credentials"), "{answer}");
    let ended = listening.process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// Sends SIGINT to the program, which must end with success.
async fn interrupt(process: Process) {
    process.signal("INT");
    let ended = process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!ended.stderr.contains("ERROR"), "{ended:?}");
}

#[tokio::test]
async fn sigint_stops_the_program() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    interrupt(listening.process).await;
    let worker = home.korotko("worker").start();
    let working = |line: &str| line.contains("worker_started").then_some(());
    worker.stderr.find("its beginning", working).await;
    interrupt(worker).await;
}

/// A mail server that accepts connections and sends nothing.
async fn hanging_server() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Stops a program that waits for this server; that must not take long.
async fn stop_while_waiting(process: Process, server: &TcpListener) {
    let connection = tokio::time::timeout(DEADLINE, server.accept()).await;
    process.signal("TERM");
    let ended = process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    drop(connection);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_a_hanging_mail_server() {
    let home = Home::sqlite();
    let (server, url) = hanging_server().await;
    let serve = home.korotko("serve").with("SMTP_URL", url).listen().await;
    serve.client().must_register("ann@example.com").await;
    stop_while_waiting(serve.process, &server).await;

    let sink = SmtpSink::start().await;
    let serve = home.korotko("serve").with("SMTP_URL", sink.url());
    let serve = serve.listen().await;
    let mails = sink.wait_for(1, DEADLINE).await;
    assert_eq!(mails[0].to, ["ann@example.com"]);
    serve.stop().await;
}

#[tokio::test]
async fn a_stop_of_a_worker_does_not_wait_for_a_hanging_mail_server() {
    let home = Home::sqlite();
    let (server, url) = hanging_server().await;
    let korotko = |command: &str| home.korotko(command).with("SMTP_URL", &url);
    let serve = korotko("serve").with("WORKER", "false").listen().await;
    serve.client().must_register("ann@example.com").await;
    stop_while_waiting(korotko("worker").start(), &server).await;
    serve.stop().await;
}

#[tokio::test]
async fn a_start_that_waits_for_a_migration_can_be_stopped() {
    let home = Home::postgres();
    let mut other = std::process::Command::new("psql")
        .args(["-X", "-q", &home.postgres_url()])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut statements = other.stdin.take().unwrap();
    let lock = b"BEGIN;\nSELECT pg_advisory_xact_lock(30240359794895727);\n";
    std::io::Write::write_all(&mut statements, lock).unwrap();
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND \
        database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    until("the other's lock", async || home.sql(waiting) == "1").await;
    let process = home.korotko("serve").start();
    until("a queue for the lock", async || home.sql(waiting) == "2").await;
    process.signal("TERM");
    let ended = process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    drop(statements);
    other.wait().unwrap();
}

#[tokio::test]
async fn a_second_signal_stops_at_once() {
    let home = Home::sqlite();
    let korotko = home.korotko("serve").with("SHUTDOWN_GRACE", "10m");
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let process = korotko.listen().await.process;
        process.signal("TERM");
        let stopping = |line: &str| line.contains("stopping").then_some(());
        process
            .stderr
            .find("the beginning of its end", stopping)
            .await;
        process.signal(signal);
        let ended = process.ended(PATIENCE).await;
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert!(ended.stderr.contains("stopped_at_once"), "{ended:?}");
    }
}

#[tokio::test]
async fn a_worker_waiting_for_a_silent_database_can_be_stopped() {
    let database = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = database.local_addr().unwrap();
    let home = Home::postgres();
    let url = format!("postgres://korotko@{address}/korotko");
    let worker = home.korotko("worker").with("DATABASE_URL", url).start();
    stop_while_waiting(worker, &database).await;
}
