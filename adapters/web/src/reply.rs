use askama::Template;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use korotko_core::session::SignedIn;

use crate::cookies::Cookies;

/// A response, whose body is complete.
pub type PageResponse = Response<Bytes>;

/// Scripts, styles and images come from this service alone, and nothing may be embedded or sent elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'";

/// The answer of a page, before the cookies of the visit are added.
#[derive(Debug)]
pub(crate) struct Reply(pub(crate) PageResponse);

impl Reply {
    /// A page.
    pub(crate) fn page(template: &impl Template) -> Self {
        Self::page_with(StatusCode::OK, template)
    }

    /// A page with a status.
    pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Self {
        match template.render() {
            Ok(html) => Self::html(status, html),
            Err(error) => {
                tracing::error!(event = "page_failed", %error, "a page cannot be written");
                Self::html(StatusCode::INTERNAL_SERVER_ERROR, String::new())
            }
        }
    }

    fn html(status: StatusCode, html: String) -> Self {
        let reply = Self::content("text/html; charset=utf-8", html.into());
        let reply = reply.with(header::CONTENT_SECURITY_POLICY, POLICY);
        // Every page has a form, and without a referrer browsers would send it with `Origin: null` (Fetch, "append a request `Origin`
        // header"). Nobody else learns the address of a page, which may be secret.
        let mut reply = reply.with(header::REFERRER_POLICY, "same-origin");
        *reply.0.status_mut() = status;
        // What a page shows depends on who reads it, in which language.
        let vary = HeaderValue::from_static("Cookie, Accept-Language");
        reply.headers().insert(header::VARY, vary);
        reply
    }

    /// Something other than a page.
    pub(crate) fn content(media_type: &'static str, body: Bytes) -> Self {
        let reply = Self(Response::new(body));
        let reply = reply.with(header::CONTENT_TYPE, media_type);
        reply.with(header::CACHE_CONTROL, "no-store")
    }

    /// Leads the browser to a page of this service by GET, after a form was carried out (RFC 9110 15.4.4).
    pub(crate) fn see_other(path: &str) -> Self {
        let mut reply = Self(Response::new(Bytes::new())).with(header::CACHE_CONTROL, "no-store");
        *reply.0.status_mut() = StatusCode::SEE_OTHER;
        if let Ok(path) = HeaderValue::from_str(path) {
            reply.headers().insert(header::LOCATION, path);
        }
        reply
    }

    /// The same for a browser that is signed in: it keeps the secret of its session.
    pub(crate) fn signed_in(path: &str, cookies: Cookies, signed_in: &SignedIn) -> Self {
        let mut reply = Self::see_other(path);
        cookies.set_session(reply.headers(), signed_in.secret.expose());
        reply
    }

    /// The same for a browser that is signed out: it removes what it keeps of these pages.
    pub(crate) fn signed_out(path: &str, cookies: Cookies) -> Self {
        let mut reply = Self::see_other(path);
        cookies.forget_session(reply.headers());
        let clear = HeaderName::from_static("clear-site-data");
        reply.with(clear, "\"cache\", \"storage\"")
    }

    /// Sets a field.
    #[must_use]
    pub(crate) fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        let value = HeaderValue::from_static(value);
        self.headers().insert(name, value);
        self
    }

    pub(crate) fn headers(&mut self) -> &mut HeaderMap {
        self.0.headers_mut()
    }
}
