//! The methods that every path answers without its route knowing: OPTIONS, and HEAD where there is GET.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, Request, Response, Result};

use super::arrival;
use crate::http::problem::Problem;

pub(super) async fn answer(
    next: Arc<impl Endpoint<Output = Response>>,
    mut request: Request,
) -> Result<Response> {
    let route = arrival::route(&request);
    let implied = |method: &Method| {
        request.method() == method && route.is_some_and(|route| !route.has(method))
    };
    if request.uri().path().contains('%') && !is_text(request.uri().path()) {
        return Err(Problem::not_found().into());
    }
    if !request.uri().path().starts_with('/') {
        return beside_the_routes(request.method(), request.uri().path());
    }
    if implied(&Method::OPTIONS)
        && let Some(route) = route
    {
        return Ok(options(route.allow()));
    }
    // The server leaves out the body of any answer to a HEAD, and keeps its length.
    if implied(&Method::HEAD) {
        request.set_method(Method::GET);
    }
    next.call(request).await
}

/// Whether a path is UTF-8 when it is decoded (RFC 3986 2.5). Nothing here has another name, and the router, which drops a
/// parameter that it cannot decode, would take one for another.
fn is_text(path: &str) -> bool {
    percent_decode_str(path).decode_utf8().is_ok()
}

/// `OPTIONS *` asks about the server as a whole (RFC 9110 9.3.7); no other target without a path means anything here.
fn beside_the_routes(method: &Method, path: &str) -> Result<Response> {
    if method == Method::OPTIONS && path == "*" {
        return Ok(options(HeaderValue::from_static(
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        )));
    }
    Err(Problem::bad_request("malformed-target", "the request target has no path").into())
}

fn options(allow: HeaderValue) -> Response {
    let response = Response::builder().status(StatusCode::NO_CONTENT);
    response.header(header::ALLOW, allow).finish()
}
