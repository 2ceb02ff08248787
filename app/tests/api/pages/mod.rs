//! The pages for people: what they answer to whom, and what keeps others from using them.

mod abuse;
mod addresses;
mod admin;
mod budget;
mod errors;
mod fields;
mod forgery;
mod home;
mod naughty_texts;
mod preferences;
mod sessions;

use korotko_core::session::SignedIn;
use reqwest::Method;

use crate::support::{ANN, App, Ask};

/// The paths of all pages that support this method, with `7` for what varies.
fn paths_with(method: &Method) -> impl Iterator<Item = String> {
    let paths = korotko_web::Pages::paths();
    let supported = paths.filter(move |(_, methods)| methods.contains(method));
    supported.map(|(path, _)| {
        let segments = path
            .split('/')
            .map(|segment| match segment.strip_prefix('{') {
                Some(_) => "7",
                None => segment,
            });
        segments.collect::<Vec<_>>().join("/")
    })
}

/// A browser that keeps the cookie of a session.
struct Browser {
    app: App,
    cookie: String,
}

impl Browser {
    /// In which Ann is signed in.
    async fn of_ann(app: &App) -> Self {
        Self::with(app, &app.browser(ANN, "Firefox").await)
    }

    fn with(app: &App, signed_in: &SignedIn) -> Self {
        Self {
            app: app.clone(),
            cookie: app.cookie(signed_in),
        }
    }

    /// Opens a page.
    fn open(&self, path: &str) -> Ask {
        self.app.page(path).header("Cookie", &self.cookie)
    }

    /// Sends a form from one of our pages.
    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        self.app.form(path, fields).header("Cookie", &self.cookie)
    }

    /// Whether somebody is signed in.
    async fn is_signed_in(&self) -> bool {
        match self.open("/app").await.status {
            200 => true,
            303 => false,
            status => panic!("/app was answered with {status}"),
        }
    }
}
