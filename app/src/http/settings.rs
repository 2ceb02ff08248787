use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use korotko_core::fault::Panicked;
use poem::endpoint::BoxEndpoint;
use poem::middleware::CatchPanic;
use poem::{EndpointExt, IntoEndpoint};

use super::request_id::RequestIds;
use super::security_headers::SecurityHeaders;
use super::{
    Accounts, BodyPace, ForwardedBy, LargeBodies, RouteTable, access_log, arrival, body_limit,
    client_addr, errors, host, method, query,
};
use crate::problem::Problem;

/// What the layers around the routes need to know.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Every route there is, also those that the `OpenAPI` document does not tell of.
    pub routes: RouteTable,
    /// The most bytes of a body, where the route has no limit of its own.
    pub body_limit: usize,
    /// Who may send bodies larger than `body_limit` to the routes that take them, and how many of them there are at once.
    pub large_bodies: Arc<LargeBodies>,
    /// How fast a body must come.
    pub body_pace: BodyPace,
    /// The proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The one field in which these proxies write the client's address.
    pub forwarded_by: ForwardedBy,
    /// Whether the public URL is https, so that browsers may be told to insist on it.
    pub https: bool,
}

impl HttpSettings {
    /// The usual settings: bodies of at most 64 KiB; where a route takes larger ones, 16 of them at once and 4 of one account;
    /// no trusted proxy, plain http.
    #[must_use]
    pub fn new(routes: RouteTable, accounts: Arc<dyn Accounts>) -> Self {
        let large_bodies = LargeBodies::new(accounts, 16, 4, Duration::from_secs(30));
        Self {
            routes,
            body_limit: 64 * 1024,
            large_bodies: Arc::new(large_bodies),
            body_pace: BodyPace::default(),
            trusted_proxies: Vec::new(),
            forwarded_by: ForwardedBy::default(),
            https: false,
        }
    }
}

/// Puts the layers around the routes. Read from the bottom: the last is the outermost and sees a request first.
pub fn wrap<R>(routes: R, settings: HttpSettings) -> BoxEndpoint<'static>
where
    R: IntoEndpoint,
    R::Endpoint: 'static,
{
    let security = Arc::new(SecurityHeaders::new(settings.https));
    let ids = Arc::new(RequestIds::new());
    let settings = Arc::new(settings);
    let (limits, proxies, table) = (settings.clone(), settings.clone(), settings);
    routes
        .into_endpoint()
        .map_to_response()
        .around(move |next, request| body_limit::limit(next, request, limits.clone()))
        .around(query::check)
        .around(method::answer)
        .around(host::check)
        .around(errors::translate)
        // Here and at the end: keeps the type within the depth that the compiler bears.
        .boxed()
        .with(
            CatchPanic::new()
                .with_handler(|panic: Box<dyn Any + Send>| refuse_after_panic(panic.as_ref())),
        )
        .around(move |next, request| client_addr::attach(next, request, proxies.clone()))
        .around(move |next, request| security.clone().add(next, request))
        .around(access_log::record)
        .around(move |next, request| arrival::locate(next, request, table.clone()))
        .around(move |next, request| ids.clone().assign(next, request))
        .boxed()
}

fn refuse_after_panic(payload: &(dyn Any + Send)) -> Problem {
    let panicked = Panicked::new(payload);
    tracing::error!(%panicked, "a handler panicked");
    Problem::internal()
}
