//! Requests that another site makes a browser send.

use http::{HeaderName, header};

use crate::request::PageRequest;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a request that changes something may be carried out: it comes from one of our pages, or from no page. Browsers say so in
/// `Sec-Fetch-Site`, older ones only in `Origin`; without either, a request is trusted only if it has no cookie to abuse (OWASP
/// Cross-Site Request Forgery Prevention, "Fetch Metadata").
pub(crate) fn is_ours(request: &PageRequest, origin: &str) -> bool {
    if let Some(site) = request.headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    match request.headers.get(header::ORIGIN) {
        Some(given) => given == origin,
        None => !request.headers.contains_key(header::COOKIE),
    }
}
