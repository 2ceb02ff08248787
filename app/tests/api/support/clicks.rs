//! Clicks, and waiting until they are counted.

use serde_json::Value;

use super::answer::Answer;
use super::app::App;
use super::people::Member;
use super::run::eventually;

/// A browser of a person.
pub const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
/// What makes previews for chats.
pub const WHATSAPP: &str = "WhatsApp/2.23.20.0";
/// A program.
pub const CURL: &str = "curl/8.5.0";

impl App {
    /// Follows a path with this user agent.
    pub async fn click(&self, path: &str, user_agent: &str) -> Answer {
        self.get(path).header("User-Agent", user_agent).await
    }

    /// The link, once it has this many clicks.
    pub async fn counted(&self, owner: &Member, link: i64, clicks: u64) -> Value {
        let path = format!("/api/links/{link}");
        eventually(&format!("{clicks} clicks of {link}"), async || {
            let view = owner.asks(self.get(&path)).await.with(200).json();
            let counted = view["clicks"].as_u64().unwrap();
            assert!(counted <= clicks, "{counted} instead of {clicks}");
            (counted == clicks).then_some(view)
        })
        .await
    }
}
