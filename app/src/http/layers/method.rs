//! OPTIONS for every path, and HEAD for every GET.

use percent_encoding::percent_decode_str;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Request, Response, Result};

use super::arrival;
use crate::http::problem::Problem;

pub(super) fn answer(request: &mut Request) -> Result<Option<Response>> {
    let route = arrival::route(request);
    let implied = |method: &Method| {
        request.method() == method && route.is_some_and(|route| !route.has(method))
    };
    if request.uri().path().contains('%') && !is_utf8(request.uri().path()) {
        return Err(Problem::not_found().into());
    }
    if !request.uri().path().starts_with('/') {
        return without_path(request.method(), request.uri().path()).map(Some);
    }
    if implied(&Method::OPTIONS)
        && let Some(route) = route
    {
        return Ok(Some(options(route.allow())));
    }
    // The server omits the body of the response to a HEAD, and keeps its length.
    if implied(&Method::HEAD) {
        request.set_method(Method::GET);
    }
    Ok(None)
}

/// Whether the decoded path is UTF-8 (RFC 3986 2.5). The router drops parameters that it cannot decode, and would take the next one
/// for it.
fn is_utf8(path: &str) -> bool {
    percent_decode_str(path).decode_utf8().is_ok()
}

/// `OPTIONS *` is about the server as a whole (RFC 9110 9.3.7). Other targets without a path are malformed.
fn without_path(method: &Method, path: &str) -> Result<Response> {
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
