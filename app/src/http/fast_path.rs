//! The fast path: a request for a short link is answered without the routes and their layers, which cost several times more than the
//! redirect itself: at once if its route is in memory, otherwise once it is looked up. Everything unusual takes the long way, which
//! gives the same response.

use std::fmt;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use futures_util::FutureExt;
use hyper::body::Body;
use poem::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};

use super::error_pages::{Asked, page};
use super::full::FullResponse;
use super::layers::access_log::{record_redirect, record_waiting};
use super::layers::client_addr::client;
use super::layers::host::host;
use super::layers::{Layers, problem_of_panic};
use super::problem::Problem;
use super::redirect::RedirectFields;
use super::request_id::{RequestId, X_REQUEST_ID};
use super::traffic::REDIRECT;

/// A GET or HEAD of a path with one segment.
#[derive(Debug, Clone, Copy)]
pub struct LinkRequest<'a> {
    /// The segment.
    pub segment: &'a str,
    /// The query.
    pub query: Option<&'a str>,
    /// Whether the request is a HEAD.
    pub head: bool,
    /// The fields.
    pub headers: &'a HeaderMap,
    /// The client's address.
    pub address: IpAddr,
    /// The fields of redirects, of which `Location` and `Cache-Control` are still empty.
    pub redirect: &'a RedirectFields,
}

/// What the fast path does with a request.
#[derive(Debug)]
pub enum FastAnswer {
    /// It answers at once.
    Now(FullResponse),
    /// It has to wait, for a route or for a click of a link with a limit.
    Later,
    /// It leaves the request to the routes.
    Never,
}

/// Follows short links.
#[async_trait]
pub trait FollowLinks: fmt::Debug + Send + Sync {
    /// Follows without waiting, if that is possible; [`FastAnswer::Never`] if the segment is no slug.
    fn follow_now(&self, request: &LinkRequest<'_>) -> FastAnswer;

    /// Follows a link whose segment is a slug.
    async fn follow(&self, request: &LinkRequest<'_>) -> FullResponse;
}

/// Answers requests before the routes.
#[derive(Debug, Clone)]
pub struct FastPath {
    layers: Layers,
    links: Arc<dyn FollowLinks>,
    redirect: Arc<RedirectFields>,
}

impl FastPath {
    /// A fast path beside routes with the same layers.
    #[must_use]
    pub fn new(layers: Layers, links: Arc<dyn FollowLinks>) -> Self {
        let redirect = RedirectFields::new(|fields| {
            let security = &layers.security;
            security.add_to(StatusCode::TEMPORARY_REDIRECT, fields);
            fields.insert(X_REQUEST_ID, HeaderValue::from_static(""));
        });
        Self {
            layers,
            links,
            redirect: Arc::new(redirect),
        }
    }

    /// The response, if it can be given now.
    pub fn answer<B: Body>(&self, request: &Request<B>, peer: IpAddr) -> FastAnswer {
        let link = self.link(request, peer);
        let Some(link) = link.filter(|_| request.body().is_end_stream()) else {
            return FastAnswer::Never;
        };
        let id = self.layers.ids.next();
        let sampled = id.is_sampled(self.layers.settings.redirect_log_sample);
        let since = sampled.then(Instant::now);
        match self.links.follow_now(&link) {
            FastAnswer::Now(response) => {
                let response = self.for_people(request, id, response);
                let traffic = &self.layers.traffic;
                traffic.redirected(request.method(), response.status());
                if let Some(since) = since {
                    record_redirect(id, request.method(), response.status(), since);
                }
                FastAnswer::Now(self.finish(response, id))
            }
            // Other paths may look like a slug.
            FastAnswer::Later if !self.is_redirect(request.uri().path()) => FastAnswer::Never,
            other => other,
        }
    }

    /// The response to a request that had to wait. A client that disconnects ends the wait.
    pub async fn answer_later<B>(&self, request: Request<B>, peer: IpAddr) -> FullResponse {
        let request = request.map(drop);
        let id = self.layers.ids.next();
        let answer = async {
            // It was one before.
            let Some(link) = self.link(&request, peer) else {
                return Problem::internal().response();
            };
            let followed = AssertUnwindSafe(self.links.follow(&link)).catch_unwind();
            followed
                .await
                .unwrap_or_else(|panic| problem_of_panic(panic.as_ref()).response())
        };
        let answer = record_waiting(id, request.method(), &self.layers, answer);
        let answer = id.during(answer).await;
        let answer = self.for_people(&request, id, answer);
        self.finish(answer, id)
    }

    /// A page instead of an error, if the request is of a browser.
    fn for_people<B>(
        &self,
        request: &Request<B>,
        id: RequestId,
        response: FullResponse,
    ) -> FullResponse {
        let pages = self.layers.settings.error_pages.as_deref();
        let Some(pages) = pages.filter(|_| !response.status().is_redirection()) else {
            return response;
        };
        let asked = Asked {
            method: request.method(),
            uri: request.uri(),
            fields: request.headers(),
        };
        let answer = (response.status(), response.headers(), response.extensions());
        page(pages, &asked, Some(id), answer).unwrap_or(response)
    }

    fn link<'a, B>(&'a self, request: &'a Request<B>, peer: IpAddr) -> Option<LinkRequest<'a>> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let head = *method == Method::HEAD;
        let is_read = head || *method == Method::GET;
        // Nearly every other operation has a path of several segments.
        let segment = uri.path().strip_prefix('/')?;
        let is_plain = is_read && uri.authority().is_none() && !segment.contains('/');
        if !is_plain || host(headers, request.version()).is_err() {
            return None;
        }
        Some(LinkRequest {
            segment,
            query: uri.query(),
            head,
            headers,
            address: client(peer, headers, &self.layers.settings),
            redirect: &self.redirect,
        })
    }

    fn is_redirect(&self, path: &str) -> bool {
        let route = self.layers.settings.routes.find(path);
        route.is_some_and(|route| route.template == REDIRECT)
    }

    fn finish(&self, mut response: FullResponse, id: RequestId) -> FullResponse {
        let status = response.status();
        let headers = response.headers_mut();
        if !status.is_redirection() {
            self.layers.security.add_to(status, headers);
        }
        headers.insert(X_REQUEST_ID, id.value());
        response
    }
}
