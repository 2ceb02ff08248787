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

use korotko_core::fault::Panicked;
use poem::endpoint::BoxEndpoint;
use poem::middleware::CatchPanic;
use poem::{EndpointExt, IntoEndpoint};

pub use self::arrival::{OriginalMethod, operation_id};
pub use self::client_addr::ClientAddr;
pub use self::forwarded_by::ForwardedBy;
pub use self::large_bodies::{Accounts, LargeBodies};
pub use self::pace::BodyPace;
pub use self::settings::{HttpSettings, Layers};
use super::problem::Problem;

/// Wraps the routes in the layers. The last is the outermost, and sees a request first.
pub fn wrap<R>(routes: R, layers: &Layers) -> BoxEndpoint<'static>
where
    R: IntoEndpoint,
    R::Endpoint: 'static,
{
    let logged = layers.clone();
    let Layers {
        settings,
        security,
        ids,
        ..
    } = layers.clone();
    let pages = settings.clone();
    let (limits, proxies, table) = (settings.clone(), settings.clone(), settings);
    routes
        .into_endpoint()
        .map_to_response()
        .around(move |next, request| body_limit::limit(next, request, limits.clone()))
        .around(query::check)
        .around(method::answer)
        .around(host::check)
        .around(errors::translate)
        .around(move |next, request| error_pages::show(next, request, pages.clone()))
        // Here and at the end: keeps the depth of the type within the compiler's limit.
        .boxed()
        .with(
            CatchPanic::new()
                .with_handler(|panic: Box<dyn Any + Send>| problem_of_panic(panic.as_ref())),
        )
        .around(move |next, request| client_addr::attach(next, request, proxies.clone()))
        .around(move |next, request| security.clone().add(next, request))
        .around(move |next, request| access_log::record(next, request, logged.clone()))
        .around(move |next, request| arrival::locate(next, request, table.clone()))
        .around(move |next, request| ids.clone().assign(next, request))
        .boxed()
}

/// The response to a request whose handler panicked.
pub(super) fn problem_of_panic(payload: &(dyn Any + Send)) -> Problem {
    let panicked = Panicked::new(payload);
    tracing::error!(event = "handler_panicked", %panicked, "a handler panicked");
    Problem::internal()
}
