//! One request to the public URL, as a client from outside makes it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Collected, Empty, Limited};
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Position, Url};

/// How long all of it may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The answer of `/healthz` is short.
const MAX_BODY: usize = 1024;

/// What is at a URL.
pub(super) enum Probed {
    /// This service.
    Healthy,
    /// Something else, which answers with this status.
    Other(StatusCode),
    /// Nothing that answers.
    Unreachable(String),
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Requests `/healthz` at this URL. Redirects are not followed.
pub(super) async fn probe(url: &Url) -> Probed {
    match timeout(TIMEOUT, ask(url)).await {
        Ok(Ok((StatusCode::OK, body))) if body.as_ref() == br#"{"status":"ok"}"# => Probed::Healthy,
        Ok(Ok((status, _))) => Probed::Other(status),
        Ok(Err(error)) => Probed::Unreachable(crate::http::problem::causes(&*error)),
        Err(_) => Probed::Unreachable(format!("no answer within {} s", TIMEOUT.as_secs())),
    }
}

async fn ask(url: &Url) -> Result<(StatusCode, Bytes), Fault> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    let stream = TcpStream::connect(format!("{host}:{port}")).await?;
    if url.scheme() == "https" {
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
        let stream = TlsConnector::from(Arc::new(tls()?))
            .connect(name, stream)
            .await?;
        exchange(stream, url).await
    } else {
        exchange(stream, url).await
    }
}

fn tls() -> Result<ClientConfig, Fault> {
    let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
    let roots: RootCertStore = roots.collect();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
) -> Result<(StatusCode, Bytes), Fault> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let request = Request::get(&url[Position::BeforePath..Position::AfterQuery]);
    let request = request.header(HOST, &url[Position::BeforeHost..Position::AfterPort]);
    let response = sender.send_request(request.body(Empty::<Bytes>::new())?);
    let answered = pin!(async { read(response.await?).await });
    // The connection does the work for the answer. It may end before the answer is read.
    match select(answered, pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        Either::Right((_, answered)) => answered.await,
    }
}

async fn read(response: Response<hyper::body::Incoming>) -> Result<(StatusCode, Bytes), Fault> {
    let status = response.status();
    // What is longer is something else.
    let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
    let body = body.map(Collected::to_bytes).unwrap_or_default();
    Ok((status, body))
}
