use std::io;
use std::time::Duration;

use korotko_core::ports::MailError;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::line_stream::LineStream;
use super::reply::{Stage, failure, timed_out, unavailable};
use super::server::{Security, Server};

/// Opens a connection that is ready for mails: greeted, secured as required, and signed in. Failures here concern no
/// particular mail.
pub(crate) async fn open(
    server: &Server,
    limit: Duration,
) -> Result<AsyncSmtpConnection, MailError> {
    let mut connection = timeout(limit, connect(server, limit))
        .await
        .map_err(|_| timed_out(Stage::Opening))??;
    if let Some(credentials) = &server.credentials {
        timeout(limit, connection.auth(DEFAULT_MECHANISMS, credentials))
            .await
            .map_err(|_| timed_out(Stage::SigningIn))?
            .map_err(|error| failure(Stage::SigningIn, &error))?;
    }
    Ok(connection)
}

async fn connect(server: &Server, limit: Duration) -> Result<AsyncSmtpConnection, MailError> {
    let hello = &server.hello;
    // A host may have several addresses: an unresponsive one must leave time for the next.
    let each = limit / 4;
    let opened = match &server.security {
        Security::Tls(tls) => {
            let address = (server.host.as_str(), server.port);
            AsyncSmtpConnection::connect_tokio1(address, Some(each), hello, Some(tls.clone()), None)
                .await
        }
        Security::StartTls(tls) => {
            let stream = LineStream::new(dial(server, each).await?);
            match AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await {
                Ok(mut plain) => {
                    let upgraded = plain.starttls(tls.clone(), hello).await;
                    upgraded.map(|()| plain)
                }
                Err(error) => Err(error),
            }
        }
        Security::Plaintext => {
            let stream = LineStream::new(dial(server, each).await?);
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await
        }
    };
    opened.map_err(|error| failure(Stage::Opening, &error))
}

async fn dial(server: &Server, each: Duration) -> Result<TcpStream, MailError> {
    let failed = |error: io::Error| unavailable(Stage::Opening, &error);
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let addresses = tokio::net::lookup_host((server.host.as_str(), server.port));
    for address in addresses.await.map_err(failed)? {
        match timeout(each, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::from(io::ErrorKind::TimedOut),
        }
    }
    Err(failed(last))
}
