//! Requests of members, and their links and collections.

use std::sync::Arc;

use korotko_testkit::{Answer, eventually};
use reqwest::Method;
use serde_json::{Value, json};

use super::app::App;
use super::people::Member;
use super::request::Ask;

impl Member {
    /// The same member with another application on the same database.
    pub fn at(&self, app: &App) -> Self {
        let app = Arc::new(app.clone());
        Self {
            app,
            ..self.clone()
        }
    }

    /// The request with the token of this member.
    pub fn asks(&self, ask: Ask) -> Ask {
        ask.bearer(&self.access)
    }

    /// A request for this path, with its query.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        self.asks(self.app.ask(method, path))
    }

    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    pub fn head(&self, path: &str) -> Ask {
        self.ask(Method::HEAD, path)
    }

    pub fn put(&self, path: &str) -> Ask {
        self.ask(Method::PUT, path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Ask {
        self.ask(Method::POST, path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Ask {
        self.ask(Method::PATCH, path).json(body)
    }

    pub fn delete(&self, path: &str) -> Ask {
        self.ask(Method::DELETE, path)
    }

    /// The JSON at a path.
    pub async fn read(&self, path: &str) -> Value {
        self.get(path).await.with(200).json()
    }

    /// The path of a personal link with this slug.
    pub fn path(&self, slug: &str) -> String {
        format!("/{slug}?u={}", self.id)
    }

    /// Creates a personal link with this slug.
    pub async fn link(&self, slug: &str) -> i64 {
        let body = json!({"url": format!("https://example.com/{slug}"), "slug": slug});
        self.link_with(&body).await.number("id")
    }

    /// Creates a link from `body`.
    pub async fn link_with(&self, body: &Value) -> Answer {
        self.post("/api/links/", body).await.with(201)
    }

    /// Imports a CSV file, with this query.
    pub fn import(&self, query: &str, file: impl Into<Vec<u8>>) -> Ask {
        self.import_as(query, "text/csv", file)
    }

    /// Imports a file with this media type.
    pub fn import_as(&self, query: &str, media_type: &str, file: impl Into<Vec<u8>>) -> Ask {
        let path = format!("/api/links/import{query}");
        self.ask(Method::POST, &path).body(media_type, file)
    }

    /// Sends a batch; returns its result.
    pub async fn batch(&self, operations: &Value) -> Value {
        let body = json!({"operations": operations});
        let done = self.post("/api/links/batch", &body).await;
        done.with(200).json()
    }

    /// Moves a link to the trash.
    pub async fn delete_link(&self, link: i64) {
        let path = format!("/api/links/{link}");
        self.delete(&path).await.with(204);
    }

    /// Restores a link from the trash.
    pub async fn restore(&self, link: i64) -> Answer {
        let path = format!("/api/links/{link}/restore");
        self.ask(Method::POST, &path).await
    }

    /// The link, once it has this many clicks.
    pub async fn counted(&self, link: i64, clicks: u64) -> Value {
        let path = format!("/api/links/{link}");
        eventually(&format!("{clicks} clicks of {link}"), async || {
            let view = self.read(&path).await;
            let counted = view["clicks"].as_u64().unwrap();
            assert!(counted <= clicks, "{counted} instead of {clicks}");
            (counted == clicks).then_some(view)
        })
        .await
    }

    /// The report, once it is in this state.
    pub async fn report(&self, id: i64, state: &str) -> Value {
        let path = format!("/api/reports/{id}");
        eventually(&format!("a report that is {state}"), async || {
            self.app.korotko.jobs.run_due().await.unwrap();
            let report = self.read(&path).await;
            (report["state"] == state).then_some(report)
        })
        .await
    }

    /// Creates an API key with these scopes.
    pub async fn key(&self, scopes: &[&str]) -> Answer {
        let body = json!({"name": "Key", "scopes": scopes});
        self.post("/api/keys/", &body).await.with(201)
    }

    /// Creates a collection.
    pub async fn collection(&self, name: &str) -> i64 {
        let ask = self.post("/api/collections/", &json!({"name": name}));
        ask.await.with(201).number("id")
    }

    /// Adds links to a collection.
    pub async fn put_links(&self, collection: i64, links: &[i64]) -> Answer {
        let path = format!("/api/collections/{collection}/links");
        self.post(&path, &json!({"links": links})).await
    }

    /// The values of `field` in all items of all pages of a list at `path`.
    pub async fn listed(&self, path: &str, field: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let separator = if path.contains('?') { '&' } else { '?' };
        let mut page = path.to_owned();
        loop {
            let answer = self.read(&page).await;
            let items = answer["items"].as_array().unwrap();
            all.extend(items.iter().map(|item| item[field].clone()));
            let Some(next) = answer["next"].as_str() else {
                return all;
            };
            page = format!("{path}{separator}after={next}");
        }
    }

    /// The slugs of all links of a list.
    pub async fn slugs(&self, path: &str) -> Vec<String> {
        let slugs = self.listed(path, "slug").await.into_iter();
        slugs
            .map(|slug| slug.as_str().unwrap().to_owned())
            .collect()
    }
}
