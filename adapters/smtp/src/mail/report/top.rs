use korotko_core::display_url;
use korotko_core::ports::TopLink;
use korotko_texts::Texts;

use super::line::on_one_line;

/// One of the most clicked links.
pub(super) struct TopLine {
    /// Where it leads to, for a reference.
    pub(super) href: String,
    /// The share URL as people read it.
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) clicks: String,
}

impl TopLine {
    pub(super) fn new(t: &Texts, link: &TopLink) -> Self {
        Self {
            href: on_one_line(&link.share_url),
            url: on_one_line(&display_url(&link.share_url)),
            title: link.title.as_deref().map(on_one_line),
            clicks: t.number(link.clicks),
        }
    }

    /// Whether a reference to it can be followed.
    pub(super) fn is_web(&self) -> bool {
        self.href.starts_with("https://") || self.href.starts_with("http://")
    }
}
