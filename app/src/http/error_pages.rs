//! Errors for people: a page instead of JSON for a browser that opens an address outside of the API.

use std::borrow::Cow;
use std::fmt;

use poem::http::{Extensions, HeaderMap, Method, StatusCode, Uri, header};

use super::full::FullResponse;
use super::request_id::RequestId;

/// The paths on which programs and people alike get JSON.
const API: &str = "/api/";

/// Writes the pages.
pub trait ErrorPages: fmt::Debug + Send + Sync {
    /// The page of an error.
    fn page(&self, error: &ErrorPage<'_>) -> FullResponse;
}

/// An error that is shown to people.
#[derive(Debug)]
pub struct ErrorPage<'a> {
    /// The URI of the request.
    pub uri: &'a Uri,
    /// The fields of the request.
    pub request: &'a HeaderMap,
    /// The id of the request.
    pub id: String,
    /// The status.
    pub status: StatusCode,
    /// What is refused.
    pub refused: Refused,
    /// The fields of the response, such as `Retry-After`.
    pub response: &'a HeaderMap,
}

/// What the response to a request refuses: an extension of responses.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The code of the problem.
    pub code: Cow<'static, str>,
    /// What happened, in English.
    pub detail: String,
}

/// What was asked for, and by whom.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) fields: &'a HeaderMap,
}

impl Asked<'_> {
    /// Whether a person reads the response.
    pub(super) fn is_by_person(&self) -> bool {
        let reads = *self.method == Method::GET || *self.method == Method::HEAD;
        reads && !self.uri.path().starts_with(API) && prefers_html(self.fields)
    }
}

/// The page to show instead of a response, if it is an error and a person reads it.
pub(super) fn page(
    pages: &dyn ErrorPages,
    asked: &Asked<'_>,
    id: Option<RequestId>,
    (status, fields, extensions): (StatusCode, &HeaderMap, &Extensions),
) -> Option<FullResponse> {
    let refused = extensions.get::<Refused>()?;
    asked.is_by_person().then(|| {
        pages.page(&ErrorPage {
            uri: asked.uri,
            request: asked.fields,
            id: id.map_or_else(String::new, |id| id.to_string()),
            status,
            refused: refused.clone(),
            response: fields,
        })
    })
}

/// Whether `Accept` prefers `text/html` to JSON (RFC 9110 12.5.1); a wildcard means JSON.
pub(crate) fn prefers_html(fields: &HeaderMap) -> bool {
    let accept = fields.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    let accept = accept.unwrap_or_default();
    let weight = |wanted: &[&str]| {
        let ranges = accept.split(',').map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let q = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            (name, q.unwrap_or(1.0))
        });
        let named = ranges.filter(|(name, _)| wanted.contains(&name.as_str()));
        named.map(|(_, weight)| weight).fold(0.0, f32::max)
    };
    weight(&["text/html"]) > weight(&["application/json", "application/problem+json"])
}
