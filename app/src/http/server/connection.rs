use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::web::LocalAddr;
use poem::{Addr, Endpoint, Response};
use tokio::net::TcpStream;

use super::activity::{Activity, Answer};
use super::options::ServerOptions;
use super::responder::Responder;
use super::socket::Socket;
use crate::http::FastPath;

/// An accepted connection.
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    pub(super) local: SocketAddr,
    pub(super) peer: SocketAddr,
    pub(super) activity: Arc<Activity>,
    /// Whether responses ask clients to close the connection.
    pub(super) closing: Arc<AtomicBool>,
}

impl Connection {
    /// Serves requests until the client disconnects, violates the protocol or exceeds a limit, or the connection is asked to close.
    pub(super) async fn serve<E>(
        self,
        endpoint: Arc<E>,
        fast_path: Option<FastPath>,
        options: ServerOptions,
    ) where
        E: Endpoint<Output = Response> + 'static,
    {
        // Responses are written completely, so waiting to fill a packet would only delay them.
        if let Err(error) = self.stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection closed before it was served");
            return;
        }
        let responder = Responder {
            endpoint,
            fast_path,
            local: LocalAddr(Addr::from(self.local)),
            peer: self.peer,
            activity: self.activity.clone(),
            closing: self.closing,
        };
        let service = service_fn(move |request| responder.respond(request));
        let socket = Socket::new(self.stream, options.write_timeout, self.activity.clone());
        if let Err(error) = drive(socket, service, &self.activity, &options).await {
            tracing::debug!(%error, "a connection closed with an error");
        }
    }
}

async fn drive<S>(
    socket: Socket,
    service: S,
    activity: &Activity,
    options: &ServerOptions,
) -> hyper::Result<()>
where
    S: HttpService<Incoming, ResBody = Answer, Error = Infallible> + Unpin,
{
    let mut http = http1::Builder::new();
    http.max_header_size(options.header_bytes);
    let mut connection = http.serve_connection(TokioIo::new(socket), service);
    while !activity.is_leaving() {
        tokio::select! {
            biased;
            ended = &mut connection => return ended,
            () = activity.notified() => {}
        }
        if activity.is_overdue(options.header_timeout) {
            return Ok(());
        }
    }
    let Some(idle) = activity.idle() else {
        Pin::new(&mut connection).graceful_shutdown();
        return (&mut connection).await;
    };
    let parts = connection.into_parts();
    let mut socket = parts.io.into_inner();
    // A new client is about to send its request; another may have sent a part.
    let expects_request =
        !parts.read_buf.is_empty() || activity.is_unused() && idle < options.last_read;
    socket.unread(parts.read_buf);
    let waits = expects_request && !activity.makes_room();
    if !waits && !socket.has_input() {
        return Ok(());
    }
    let last = http
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(options.last_read)
        .serve_connection(TokioIo::new(socket), parts.service);
    // Boxed, so that connections have no room for it before.
    Box::pin(last).await
}
