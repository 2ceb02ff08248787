//! The fast path: a request for a short link whose route is in memory is answered without the routes and their layers, which cost
//! several times more than the redirect itself. Everything unusual takes the long way, which gives the same response.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use hyper::body::Body;
use poem::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};

use super::full::FullResponse;
use super::layers::Layers;
use super::layers::access_log::record_redirect;
use super::layers::client_addr::client;
use super::layers::host::host;
use super::request_id::X_REQUEST_ID;

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
    /// The fields of a redirect, in their order, of which `Location` and `Cache-Control` are still empty: copying them takes less
    /// time than inserting each.
    pub redirect: &'a HeaderMap,
}

/// Follows short links without waiting.
pub trait FollowNow: fmt::Debug + Send + Sync {
    /// The response, if it can be given now: the segment is a slug, and its route is known.
    fn follow_now(&self, request: LinkRequest<'_>) -> Option<FullResponse>;
}

/// Answers requests before the routes.
#[derive(Debug, Clone)]
pub struct FastPath {
    layers: Layers,
    links: Arc<dyn FollowNow>,
    redirect: Arc<HeaderMap>,
}

impl FastPath {
    /// A fast path beside routes with the same layers.
    #[must_use]
    pub fn new(layers: Layers, links: Arc<dyn FollowNow>) -> Self {
        let redirect = Arc::new(redirect(&layers));
        Self {
            layers,
            links,
            redirect,
        }
    }

    /// The response, if it can be given now.
    pub fn answer<B: Body>(&self, request: &Request<B>, peer: IpAddr) -> Option<FullResponse> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let head = *method == Method::HEAD;
        let is_read = head || *method == Method::GET;
        let plain = is_read && uri.authority().is_none() && request.body().is_end_stream();
        // Nearly every other operation has a path of several segments.
        let segment = uri.path().strip_prefix('/')?;
        if !plain || segment.contains('/') || host(headers, request.version()).is_err() {
            return None;
        }
        let id = self.layers.ids.next();
        let sampled = id.is_sampled(self.layers.settings.redirect_log_sample);
        let since = sampled.then(Instant::now);
        let mut response = self.links.follow_now(LinkRequest {
            segment,
            query: uri.query(),
            head,
            headers,
            address: client(peer, headers, &self.layers.settings),
            redirect: &self.redirect,
        })?;
        let status = response.status();
        if !status.is_redirection() {
            self.layers.security.add_to(status, response.headers_mut());
        }
        response.headers_mut().insert(X_REQUEST_ID, id.value());
        if let Some(since) = since {
            record_redirect(id, method, status, since);
        }
        Some(response)
    }
}

/// The fields of a redirect, the variable ones empty.
fn redirect(layers: &Layers) -> HeaderMap {
    let mut fields = HeaderMap::new();
    for name in [header::LOCATION, header::CACHE_CONTROL] {
        fields.insert(name, HeaderValue::from_static(""));
    }
    let security = &layers.security;
    security.add_to(StatusCode::TEMPORARY_REDIRECT, &mut fields);
    fields.insert(X_REQUEST_ID, HeaderValue::from_static(""));
    fields
}
