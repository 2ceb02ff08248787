use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Request, Response};
use tokio::net::TcpStream;

use super::ServerOptions;
use super::write_timeout::WriteTimeout;

/// A connection as it was accepted.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) local: SocketAddr,
    pub(super) peer: SocketAddr,
}

impl Connection {
    /// Answers requests until the client goes, breaks the protocol or exceeds a limit, or the server stops.
    pub(super) async fn serve<E>(self, endpoint: Arc<E>, options: ServerOptions, watcher: Watcher)
    where
        E: Endpoint<Output = Response> + 'static,
    {
        let Self {
            stream,
            local,
            peer,
        } = self;
        // Answers are written whole: waiting to fill a packet only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection ended before it began");
            return;
        }
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let endpoint = endpoint.clone();
            let addresses = (LocalAddr(Addr::from(local)), RemoteAddr(Addr::from(peer)));
            let request = Request::from((request, addresses.0, addresses.1, Scheme::HTTP));
            async move {
                Ok::<_, Infallible>(hyper::Response::from(endpoint.get_response(request).await))
            }
        });
        let stream = WriteTimeout::new(stream, options.write_timeout);
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // Counted from the end of the answer before, so it bounds silent and idle clients as well.
            .header_read_timeout(options.header_timeout)
            .max_header_size(options.header_bytes)
            .serve_connection(TokioIo::new(stream), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke off");
        }
    }
}
