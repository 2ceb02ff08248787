//! Raw requests that no HTTP library would send.

use std::time::Duration;

use korotko_testkit::Answer;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::app::App;
use super::wire::{self, Asked};

impl App {
    /// Sends these bytes, and reads the response until the connection is closed, which the request must ask for.
    pub async fn raw(&self, method: Method, path: &str, rest: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: short.example\r\n{rest}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // The application may respond and close before everything is sent.
        let _ = stream.write_all(body).await;
        let mut bytes = Vec::new();
        let read = timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
        drop(read.expect("an end of the answer"));
        let answer = parse(&format!("{method} {path}"), &bytes);
        let asked = Asked {
            method: &method,
            path: path.split('?').next().unwrap_or_default(),
            may_be_unavailable: false,
            for_people: false,
            https: self.public_url.starts_with("https:"),
        };
        wire::check(&self.document, &asked, &answer);
        answer
    }
}

fn parse(asked: &str, bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("a whole head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let field = |line: &str| -> (HeaderName, HeaderValue) {
        let (name, value) = line.split_once(": ").expect("a field");
        (name.parse().unwrap(), value.parse().unwrap())
    };
    Answer {
        asked: asked.to_owned(),
        status: status.expect("a status").parse().unwrap(),
        headers: lines.map(field).collect::<HeaderMap>(),
        body: body.to_owned(),
    }
}
