//! hyper alone.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::answer::Answers;

/// Serves until the process ends.
pub(crate) async fn serve(listener: TcpListener, answers: Arc<Answers>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(serve_connection(stream, answers.clone()));
    }
}

async fn serve_connection(stream: TcpStream, answers: Arc<Answers>) {
    let service = service_fn(|request| {
        let response = respond(&answers, &request);
        async move { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        // The load generator closes its connections in the middle of a request.
        drop(error);
    }
}

fn respond(answers: &Answers, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let answer = answers.to(request.uri().path());
    let mut response = Response::new(Full::new(answer.body(request.method())));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers.clone();
    response
}
