//! The layers around the routes: what happens to every request and answer, whatever they are about.

mod access_log;
mod arrival;
mod body_limit;
mod client_addr;
mod content_coding;
mod errors;
mod forwarded_by;
mod host;
mod large_bodies;
mod method;
mod pace;
mod parameters;
mod query;
mod security_headers;
mod settings;

use std::any::Any;
use std::sync::Arc;

use korotko_core::fault::Panicked;
use poem::endpoint::BoxEndpoint;
use poem::middleware::CatchPanic;
use poem::{EndpointExt, IntoEndpoint};

pub use self::arrival::OriginalMethod;
pub use self::client_addr::ClientAddr;
pub use self::forwarded_by::ForwardedBy;
pub use self::large_bodies::{Accounts, LargeBodies};
pub use self::pace::BodyPace;
use self::security_headers::SecurityHeaders;
pub use self::settings::HttpSettings;
use super::problem::Problem;
use super::request_id::RequestIds;

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
