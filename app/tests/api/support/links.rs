//! Links and sets, as members come to have them.

use serde_json::{Value, json};

use super::answer::Answer;
use super::app::App;
use super::people::Member;
use super::request::Ask;

impl Member {
    /// The same request, asked by this member.
    pub fn asks(&self, ask: Ask) -> Ask {
        ask.bearer(&self.access)
    }
}

impl App {
    /// A link with this code among the member's own.
    pub async fn link_of(&self, owner: &Member, slug: &str) -> i64 {
        let body = json!({"url": format!("https://example.com/{slug}"), "slug": slug});
        self.link_with(owner, &body).await.number("id")
    }

    /// A link made of `body`.
    pub async fn link_with(&self, owner: &Member, body: &Value) -> Answer {
        owner.asks(self.post("/api/links/", body)).await.with(201)
    }

    /// A set of this name.
    pub async fn set_of(&self, owner: &Member, name: &str) -> i64 {
        let ask = self.post("/api/collections/", &json!({"name": name}));
        owner.asks(ask).await.with(201).number("id")
    }

    /// Puts links into a set.
    pub async fn put_links(&self, owner: &Member, set: i64, links: &[i64]) -> Answer {
        let path = format!("/api/collections/{set}/links");
        owner.asks(self.post(&path, &json!({"links": links}))).await
    }

    /// What stands in `field` of each item of all pages of a list, whose query is `path`.
    pub async fn listed(&self, owner: &Member, path: &str, field: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let separator = if path.contains('?') { '&' } else { '?' };
        let mut page = path.to_owned();
        loop {
            let answer = owner.asks(self.get(&page)).await.with(200).json();
            let items = answer["items"].as_array().unwrap();
            all.extend(items.iter().map(|item| item[field].clone()));
            let Some(next) = answer["next"].as_str() else {
                return all;
            };
            page = format!("{path}{separator}after={next}");
        }
    }

    /// The codes of all links of a list.
    pub async fn slugs(&self, owner: &Member, path: &str) -> Vec<String> {
        let slugs = self.listed(owner, path, "slug").await;
        slugs
            .iter()
            .map(|slug| slug.as_str().unwrap().to_owned())
            .collect()
    }
}
