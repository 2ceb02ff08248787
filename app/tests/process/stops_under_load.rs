//! Stops under load: every completely sent request is answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::home::Home;
use crate::program::until;

const CLIENTS: usize = 8;
/// The number of requests to be answered before a stop.
const ANSWERS: usize = 200;
/// How long a supervisor waits before SIGKILL.
const PATIENCE: Duration = Duration::from_secs(25);

const REQUEST: &[u8] = b"GET /nobody-made-this HTTP/1.1\r\nhost: x\r\n\r\n";

/// The outcome of a request.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Answered { stays: bool },
    Lost,
}

/// Sends a complete request, and reads the response.
async fn ask(stream: &mut TcpStream) -> End {
    if stream.write_all(REQUEST).await.is_err() {
        // The request was not sent: the connection was closed already.
        return End::Answered { stays: false };
    }
    let mut answer = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        match stream.read(&mut bytes).await {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&bytes[..read]),
        }
        if let Some(length) = whole(&answer)
            && answer.len() >= length
        {
            let text = String::from_utf8_lossy(&answer).to_lowercase();
            assert!(text.starts_with("http/1.1 404 "), "{text}");
            let stays = !text.contains("\r\nconnection: close\r\n");
            return End::Answered { stays };
        }
    }
    End::Lost
}

/// The length of a response with a complete head.
fn whole(answer: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(answer).to_lowercase();
    let (head, _) = text.split_once("\r\n\r\n")?;
    let (_, length) = head.split_once("content-length: ")?;
    let length: usize = length.lines().next()?.parse().ok()?;
    Some(head.len() + 4 + length)
}

/// The outcomes of a stop for its clients.
#[derive(Default)]
struct Seen {
    answered: usize,
    lost: usize,
}

/// Sends requests until the port is closed: on one connection as long as it stays open, or on a new one each.
async fn client(address: SocketAddr, keeps: bool, warm: Arc<AtomicBool>) -> Seen {
    let mut seen = Seen::default();
    while let Ok(mut stream) = TcpStream::connect(address).await {
        loop {
            match ask(&mut stream).await {
                End::Lost => {
                    seen.lost += 1;
                    break;
                }
                End::Answered { stays } => {
                    seen.answered += 1;
                    if seen.answered == ANSWERS / CLIENTS {
                        warm.store(true, Ordering::Relaxed);
                    }
                    if !stays || !keeps {
                        break;
                    }
                }
            }
        }
    }
    seen
}

/// Stops the program under load; returns the numbers of answered and lost requests.
async fn stop(home: &Home, grace: &str) -> Seen {
    let korotko = home.korotko("serve").with("SHUTDOWN_GRACE", grace);
    let listening = korotko.with("LOG", "warn").listen().await;
    let warm = Arc::new(AtomicBool::new(false));
    let mut clients = JoinSet::new();
    for index in 0..CLIENTS {
        clients.spawn(client(listening.address, index % 2 == 0, warm.clone()));
    }
    until("answers", async || warm.load(Ordering::Relaxed)).await;
    listening.process.signal("TERM");
    let ended = listening.process.ended(PATIENCE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut all = Seen::default();
    while let Some(seen) = clients.join_next().await {
        let seen = seen.unwrap();
        all.answered += seen.answered;
        all.lost += seen.lost;
    }
    all
}

/// Stops the program under load repeatedly, without losing a request; returns the number of answered ones.
pub async fn stop_repeatedly(home: &Home, stops: usize, grace: &str) -> usize {
    let (mut answered, mut lost) = (0, Vec::new());
    for _ in 0..stops {
        let seen = stop(home, grace).await;
        assert!(seen.answered >= ANSWERS / CLIENTS);
        answered += seen.answered;
        lost.push(seen.lost);
    }
    assert_eq!(lost.iter().sum::<usize>(), 0, "{lost:?}");
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_with_a_grace_loses_no_sent_request() {
    for home in [Home::sqlite(), Home::postgres()] {
        stop_repeatedly(&home, 3, "200ms").await;
    }
}
