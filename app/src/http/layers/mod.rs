//! The layers around the routes, which apply to every request and response.

pub(super) mod access_log;
mod arrival;
mod body_limit;
pub(super) mod client_addr;
mod content_coding;
mod error_pages;
mod errors;
mod forwarded_by;
mod hops;
pub(super) mod host;
mod large_bodies;
mod method;
mod pace;
mod parameters;
mod query;
mod security_headers;
mod settings;

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use korotko_core::fault::Panicked;
use poem::endpoint::BoxEndpoint;
use poem::{Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Request, Response, Result};

pub use self::arrival::{OriginalMethod, operation_id};
pub use self::client_addr::ClientAddr;
use self::error_pages::Reader;
use self::errors::RequestInfo;
pub use self::forwarded_by::ForwardedBy;
pub use self::large_bodies::{Accounts, LargeBodies};
pub use self::pace::BodyPace;
pub use self::settings::{HttpSettings, Layers};
use super::problem::Problem;
use super::request_id::X_REQUEST_ID;

/// Wraps the routes in the layers.
pub fn wrap<R>(routes: R, layers: &Layers) -> BoxEndpoint<'static>
where
    R: IntoEndpoint,
    R::Endpoint: 'static,
{
    let routes = routes.into_endpoint().map_to_response().boxed();
    let layers = layers.clone();
    Layered { routes, layers }.boxed()
}

/// The routes within the layers. A single future instead of one for each layer: the memory of a slow client is mostly that of its
/// nested futures, each of which has room for the request.
struct Layered {
    routes: BoxEndpoint<'static>,
    layers: Layers,
}

impl Endpoint for Layered {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let id = self.layers.ids.next();
        arrival::locate(&mut request, &self.layers.settings);
        client_addr::attach(&mut request, &self.layers.settings);
        let handle = |request| self.handle(request).boxed();
        let handling = access_log::record(id, request, &self.layers, handle);
        let mut response = id.during(handling).await;
        let status = response.status();
        let fields = response.headers_mut();
        self.layers.security.add_to(status, fields);
        fields.insert(X_REQUEST_ID, id.value());
        Ok(response)
    }
}

impl Layered {
    /// The response of the routes, or a problem.
    async fn handle(&self, request: Request) -> Response {
        let info = RequestInfo::of(&request);
        let reader = Reader::of(&request, &self.layers.settings);
        let response = match AssertUnwindSafe(self.route(request)).catch_unwind().await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => info.response(error),
            Err(panic) => problem_of_panic(panic.as_ref()).into_response(),
        };
        match reader {
            Some(reader) => reader.show(response),
            None => response,
        }
    }

    async fn route(&self, mut request: Request) -> Result<Response> {
        host::check(&request)?;
        if let Some(response) = method::answer(&mut request)? {
            return Ok(response);
        }
        query::check(&request)?;
        let slot = body_limit::read(&mut request, &self.layers.settings).await?;
        let response = self.routes.call(request).await;
        drop(slot);
        response
    }
}

/// The response to a request whose handler panicked.
pub(super) fn problem_of_panic(payload: &(dyn Any + Send)) -> Problem {
    let panicked = Panicked::new(payload);
    tracing::error!(event = "handler_panicked", %panicked, "a handler panicked");
    Problem::internal()
}
