//! The pages of administrators.

mod access;
mod links;
mod service;
mod users;

use super::Browser;
use crate::support::{App, Member};

/// An administrator, and a browser in which they are signed in.
async fn root(app: &App) -> (Member, Browser) {
    let root = app.administrator("root").await;
    let browser = Browser::with(app, &app.browser(&root.email, "Firefox").await);
    (root, browser)
}

impl Browser {
    /// The page at this path.
    async fn read(&self, path: &str) -> String {
        self.open(path).await.with(200).body
    }

    /// Sends a form; returns where it leads.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let sent = self.send(path, fields).await.with(303);
        sent.header("location").to_owned()
    }
}

/// Whether a page has all these parts.
#[track_caller]
fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part}: {page}");
    }
}
