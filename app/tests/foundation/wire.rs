//! A client that sends raw bytes.

use std::future::Future;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::demo::Demo;

/// The timeout of a test.
const DEADLINE: Duration = Duration::from_secs(20);

pub async fn within_deadline<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, what)
        .await
        .expect("it did not happen in time")
}

pub async fn connect(demo: &Demo) -> TcpStream {
    TcpStream::connect(demo.address).await.unwrap()
}

/// A request such as `GET /people`, with these fields, one per line, which closes the connection.
pub fn request(asked: &str, fields: &str) -> String {
    format!("{asked} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{fields}\r\n")
}

/// Sends bytes, and reads until the server closes the connection.
pub async fn exchange(demo: &Demo, bytes: impl AsRef<[u8]>) -> String {
    let mut stream = connect(demo).await;
    stream.write_all(bytes.as_ref()).await.unwrap();
    read_to_end(&mut stream).await
}

/// Sends bytes; the response must have this status.
pub async fn answered(demo: &Demo, status: u16, bytes: impl AsRef<[u8]>) -> String {
    let answer = exchange(demo, bytes).await;
    let begins = format!("HTTP/1.1 {status} ");
    assert!(answer.starts_with(&begins), "{answer}");
    answer
}

/// Reads until the server closes the connection in any way.
pub async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset after the response also ends it.
    drop(within_deadline(stream.read_to_end(&mut bytes)).await);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The value of a field in a raw response.
pub fn field<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let mut pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
