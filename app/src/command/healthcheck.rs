use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::CommandError;

/// How long the service may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the service on this machine whether it is ready.
pub(super) async fn run(listen: &str) -> Result<(), CommandError> {
    let answer = timeout(PATIENCE, status_line(listen)).await;
    let line = answer.map_err(|_| not_ready("no answer in time"))??;
    if line.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    Err(not_ready(&format!("the answer was `{line}`")))
}

fn not_ready(why: &str) -> CommandError {
    CommandError::NotReady(format!("not ready: {why}"))
}

fn silent(error: io::Error) -> CommandError {
    not_ready(&error.to_string())
}

async fn status_line(listen: &str) -> Result<String, CommandError> {
    let address = listen
        .parse()
        .map_err(|_| not_ready("KOROTKO_LISTEN is not an address and a port"))?;
    let mut stream = TcpStream::connect(reachable(address))
        .await
        .map_err(silent)?;
    let request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.map_err(silent)?;
    let mut answer = Vec::new();
    let mut limited = stream.take(64 * 1024);
    limited.read_to_end(&mut answer).await.map_err(silent)?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

/// Who listens on every address is reached on the loopback one.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
