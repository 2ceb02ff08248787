//! Clicks of people, bots and previews.

use korotko_testkit::Answer;

use super::app::App;

/// The browser of a person.
pub const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
/// The preview of a messenger.
pub const WHATSAPP: &str = "WhatsApp/2.23.20.0";
/// A bot.
pub const CURL: &str = "curl/8.5.0";

impl App {
    /// Follows a path with this user agent.
    pub async fn click(&self, path: &str, user_agent: &str) -> Answer {
        self.get(path).header("User-Agent", user_agent).await
    }
}
