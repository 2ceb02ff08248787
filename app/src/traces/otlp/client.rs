use std::time::Duration;

use async_trait::async_trait;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use poem::http::{HeaderValue, Uri, header};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A collector answers in a few bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// A client for one request every few seconds, each on a connection of its own.
#[derive(Debug)]
pub(super) struct CollectorClient {
    runtime: Handle,
    timeout: Duration,
}

impl CollectorClient {
    pub(super) fn new(runtime: Handle, timeout: Duration) -> Self {
        Self { runtime, timeout }
    }
}

#[async_trait]
impl HttpClient for CollectorClient {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        // The exporter's thread has no runtime, and so no timer either.
        let limit = self.timeout;
        let exchanged = async move { timeout(limit, exchange(request)).await };
        self.runtime.spawn(exchanged).await??
    }
}

async fn exchange(mut request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let authority = request.uri().authority().ok_or("no host")?.clone();
    let host = HeaderValue::from_str(authority.as_str())?;
    request.headers_mut().insert(header::HOST, host);
    let path = request.uri().path_and_query().cloned();
    *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
    let port = authority.port_u16().unwrap_or(80);
    let name = authority.host().trim_matches(['[', ']']);
    let stream = TcpStream::connect((name, port)).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends the connection when it is dropped.
    let mut connections = JoinSet::new();
    connections.spawn(connection);
    let response = sender.send_request(request.map(Full::new)).await?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MAX_ANSWER).collect().await?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}
