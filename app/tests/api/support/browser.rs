//! Requests as a browser sends them to pages.

use korotko_core::session::SignedIn;
use reqwest::Method;
use url::form_urlencoded;

use super::app::App;
use super::request::Ask;

/// What a browser accepts.
const ACCEPT: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

impl App {
    /// Opens a page.
    pub fn page(&self, path: &str) -> Ask {
        self.get(path).header("Accept", ACCEPT)
    }

    /// Sends a form from one of our pages.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).finish();
        let ask = self.ask(Method::POST, path).header("Accept", ACCEPT);
        ask.body("application/x-www-form-urlencoded", body)
            .header("Sec-Fetch-Site", "same-origin")
    }

    /// Asks for an answer that does not end by itself, with the cookie of a session; returns it once its head is there.
    pub async fn events(&self, path: &str, cookie: &str) -> reqwest::Response {
        let request = self.http.get(self.url(path)).header("Cookie", cookie);
        request.send().await.unwrap()
    }

    /// The cookie of a session.
    pub fn cookie(&self, browser: &SignedIn) -> String {
        let is_https = self.public_url.starts_with("https:");
        let prefix = if is_https { "__Host-" } else { "" };
        format!("{prefix}korotko={}", browser.secret.expose())
    }
}
