//! The first layer: normalises the path and finds the route.

use std::sync::Arc;

use poem::Request;
use poem::http::uri::PathAndQuery;
use poem::http::{Method, Uri};

use super::settings::HttpSettings;
use crate::http::routes::RouteEntry;

/// The method that the client sent. Handlers see a HEAD as a GET; one that must not act on a HEAD checks this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalMethod(pub Method);

#[derive(Clone)]
struct Located(Arc<RouteEntry>);

/// Removes trailing slashes from the path, so that `/x/` and `/x` are the same, and stores the route.
pub(super) fn locate(request: &mut Request, settings: &HttpSettings) {
    if let Some(uri) = trimmed(request.uri()) {
        *request.uri_mut() = uri;
    }
    if let Some(route) = settings.routes.find(request.uri().path()) {
        request.set_data(Located(route.clone()));
    }
    request.set_data(OriginalMethod(request.method().clone()));
}

/// The route of a request, if there is one.
pub(super) fn route(request: &Request) -> Option<&Arc<RouteEntry>> {
    request.data::<Located>().map(|located| &located.0)
}

/// The id in the document of the operation that a request calls.
#[must_use]
pub fn operation_id(request: &Request) -> Option<&str> {
    let operation = route(request)?.operation(request.method())?;
    operation.id.as_deref()
}

/// The URI without trailing slashes of its path; `None` if there are none.
fn trimmed(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let short = path.trim_end_matches('/');
    if path.len() <= 1 || short.len() == path.len() {
        return None;
    }
    let short = if short.is_empty() { "/" } else { short };
    let target = uri
        .query()
        .map_or_else(|| short.to_owned(), |query| format!("{short}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}
