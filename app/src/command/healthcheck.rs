use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::error::CommandError;
use crate::config;

/// The timeout of the check.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Checks whether the service on this machine is ready.
pub(super) async fn run(listen: &str) -> Result<(), CommandError> {
    let address = config::parse_listen(listen);
    let address = address.map_err(|why| not_ready(&format!("--listen or KOROTKO_LISTEN {why}")))?;
    match timeout(TIMEOUT, status_line(reachable(address))).await {
        Ok(Ok(line)) if line.split(' ').nth(1) == Some("200") => Ok(()),
        Ok(Ok(line)) => Err(not_ready(&format!("the response is `{line}`"))),
        Ok(Err(error)) => Err(not_ready(&error.to_string())),
        Err(_) => Err(not_ready("no response in time")),
    }
}

fn not_ready(why: &str) -> CommandError {
    CommandError::NotReady(format!("not ready: {why}"))
}

async fn status_line(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

/// A service that listens on all addresses is reached on the loopback address.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
