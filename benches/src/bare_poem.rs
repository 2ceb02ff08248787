//! poem, without middleware and routes.

use std::io;
use std::sync::Arc;

use poem::endpoint::make_sync;
use poem::listener::TcpAcceptor;
use poem::{Request, Response, Server};
use tokio::net::TcpListener;

use crate::answer::Answers;

/// Serves until the process ends.
pub(crate) async fn serve(listener: TcpListener, answers: Arc<Answers>) -> io::Result<()> {
    let acceptor = TcpAcceptor::from_tokio(listener)?;
    let endpoint = make_sync(move |request| respond(&answers, &request));
    Server::new_with_acceptor(acceptor).run(endpoint).await
}

fn respond(answers: &Answers, request: &Request) -> Response {
    let answer = answers.to(request.uri().path());
    let mut response = Response::builder()
        .status(answer.status)
        .body(answer.body(request.method()));
    *response.headers_mut() = answer.headers.clone();
    response
}
