//! The cookies that pages set.

use http::{HeaderMap, HeaderValue, header};

/// How long a browser keeps the cookie of a session: the longest that a session lasts, in seconds. The session ends earlier if it is idle.
const SESSION_SECONDS: u32 = 90 * 24 * 60 * 60;
/// How long a browser keeps a preference, in seconds.
const PREFERENCE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The names and attributes of cookies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    https: bool,
}

impl Cookies {
    pub(crate) const fn new(https: bool) -> Self {
        Self { https }
    }

    /// The name of the cookie with the session's secret. The prefix makes browsers refuse one from another host or without TLS
    /// (RFC 6265bis 4.1.3.2).
    pub(crate) const fn session(self) -> &'static str {
        if self.https {
            "__Host-korotko"
        } else {
            "korotko"
        }
    }

    /// Keeps the secret of a session.
    pub(crate) fn set_session(self, headers: &mut HeaderMap, secret: &str) {
        self.set(headers, self.session(), secret, SESSION_SECONDS);
    }

    /// Forgets the session.
    pub(crate) fn forget_session(self, headers: &mut HeaderMap) {
        self.set(headers, self.session(), "", 0);
    }

    /// Keeps a preference of somebody who need not be signed in.
    pub(crate) fn set_preference(self, headers: &mut HeaderMap, name: &str, value: &str) {
        self.set(headers, name, value, PREFERENCE_SECONDS);
    }

    fn set(self, headers: &mut HeaderMap, name: &str, value: &str, seconds: u32) {
        let secure = if self.https { "; Secure" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}
