use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either};
use http_body_util::Full;
use hyper::body::Incoming;
use poem::http::header::{CONNECTION, HeaderMap, HeaderValue};
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Request, Response};

use super::activity::{Activity, Answer};
use crate::http::{FastAnswer, FastPath, FullResponse};

/// Answers the requests of a connection.
pub(super) struct Responder<E> {
    pub(super) endpoint: Arc<E>,
    pub(super) fast_path: Option<FastPath>,
    pub(super) local: LocalAddr,
    pub(super) peer: SocketAddr,
    pub(super) activity: Arc<Activity>,
    /// Whether responses ask clients to close the connection.
    pub(super) closing: Arc<AtomicBool>,
}

type Responded = Result<hyper::Response<Answer>, Infallible>;

impl<E> Responder<E>
where
    E: Endpoint<Output = Response> + 'static,
{
    /// Answers on the fast path, or by the routes. A future that waits is boxed, since it is large, and would be moved.
    pub(super) fn respond(
        &self,
        request: hyper::Request<Incoming>,
    ) -> Either<Ready<Responded>, BoxFuture<'static, Responded>> {
        self.activity.request_arrived();
        let peer = self.peer.ip();
        let activity = self.activity.clone();
        let fast = self
            .fast_path
            .as_ref()
            .map(|path| (path, path.answer(&request, peer)));
        match fast {
            Some((_, FastAnswer::Now(answer))) => {
                Either::Left(ready(Ok(full(answer, &self.closing, activity))))
            }
            Some((path, FastAnswer::Later)) => {
                let (path, closing) = (path.clone(), self.closing.clone());
                let answer = async move {
                    let answer = path.answer_later(request, peer).await;
                    Ok(full(answer, &closing, activity))
                };
                Either::Right(answer.boxed())
            }
            _ => Either::Right(self.route(request).boxed()),
        }
    }

    fn route(
        &self,
        request: hyper::Request<Incoming>,
    ) -> impl Future<Output = Responded> + Send + use<E> {
        let (activity, closing) = (self.activity.clone(), self.closing.clone());
        let (endpoint, local) = (self.endpoint.clone(), self.local.clone());
        let peer = RemoteAddr(Addr::from(self.peer));
        let request = Request::from((request, local, peer, Scheme::HTTP));
        async move {
            let mut answer = endpoint.get_response(request).await;
            close_if(&closing, answer.headers_mut());
            let answer = hyper::Response::from(answer);
            Ok(answer.map(|body| Answer::stream(body, activity)))
        }
    }
}

fn full(
    mut answer: FullResponse,
    closing: &AtomicBool,
    activity: Arc<Activity>,
) -> hyper::Response<Answer> {
    close_if(closing, answer.headers_mut());
    answer.map(|body| Answer::full(Full::new(body), activity))
}

/// Asks the client to close the connection while the server stops.
fn close_if(closing: &AtomicBool, headers: &mut HeaderMap) {
    if closing.load(Ordering::Relaxed) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
}
