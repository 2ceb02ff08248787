//! Limits of the system, and clients that exhaust them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, setrlimit};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::home::Home;
use crate::program::{DEADLINE, Process};

/// Requests `/healthz`, and keeps the connection open.
pub async fn ask(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = [0; 15];
    let read = tokio::time::timeout(DEADLINE, stream.read_exact(&mut answer)).await;
    read.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    stream
}

/// Raises this process's own limit on open files.
pub fn allow_files(number: u64) {
    let limits = rustix::process::getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: Some(number.max(limits.current.unwrap_or(number))),
        maximum: limits.maximum,
    };
    setrlimit(Resource::Nofile, raised).expect("a limit that the system allows");
}

/// The number of open files of a process.
fn open_files(process: &Process) -> u64 {
    let files = std::fs::read_dir(format!("/proc/{}/fd", process.id())).unwrap();
    files.count() as u64
}

#[tokio::test]
async fn the_limit_on_open_files_is_raised_and_logged() {
    let home = Home::sqlite();
    let korotko = home.korotko("serve").after("ulimit -Sn 64; ulimit -Hn 512");
    let listening = korotko.listen().await;
    let limited = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        Some((line["files"].as_u64()?, line["connections"].as_u64()?))
    };
    let limited = listening.process.stderr.find("the limits", limited).await;
    assert_eq!(limited, (512, 384));
    listening.stop().await;
}

#[tokio::test]
async fn without_free_file_descriptors_idle_clients_are_disconnected() {
    let home = Home::sqlite();
    let korotko = home.korotko("serve").with("WORKER", "false");
    let listening = korotko.listen().await;
    let mut idle = Vec::new();
    for _ in 0..10 {
        idle.push(ask(listening.address).await);
    }
    let process = &listening.process;
    process.limit("RLIMIT_NOFILE", open_files(process));
    let begun = Instant::now();
    // More than the maximum.
    for _ in 0..30 {
        idle.push(ask(listening.address).await);
    }
    let seconds = begun.elapsed().as_secs();
    process.limit("RLIMIT_NOFILE", 512);
    let log = listening.stop().await.stderr;
    let told = log.matches("no connection can be accepted").count();
    let most = usize::try_from(seconds).unwrap() + 2;
    assert!((1..=most).contains(&told), "{told} in {seconds} s");
}

#[tokio::test]
async fn hundreds_of_concurrent_clients_are_served() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    // Stopped, so that all connections wait to be accepted.
    listening.process.signal("STOP");
    let connecting = (0..600).map(|_| TcpStream::connect(listening.address));
    let all = futures_util::future::try_join_all(connecting);
    let clients = tokio::time::timeout(Duration::from_secs(20), all).await;
    listening.process.signal("CONT");
    assert_eq!(clients.expect("room for all").unwrap().len(), 600);
    ask(listening.address).await;
    listening.stop().await;
}
