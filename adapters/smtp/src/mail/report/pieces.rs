use korotko_core::ports::ReportMail;
use korotko_core::report::ReportSubject;

use super::figures::{self, Change};
use super::phrases::Phrases;
use crate::mail::words::host;

/// What stands in a report, each piece ready for a line of its own. Texts of users are on one line.
pub(super) struct Pieces<'a> {
    pub(super) phrases: &'static Phrases,
    pub(super) host: &'a str,
    pub(super) subject: String,
    pub(super) period: String,
    pub(super) zone: &'static str,
    pub(super) clicks: String,
    pub(super) change: String,
    pub(super) visitors: String,
    pub(super) links: String,
    pub(super) top: Vec<(String, String)>,
    pub(super) file: &'a str,
    /// That links are missing in the file, if they are.
    pub(super) omitted: Option<String>,
    pub(super) unsubscribe: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(phrases: &'static Phrases, content: &'a ReportMail) -> Self {
        let order = &content.order;
        let clicks = content.total.clicks_with(order.include_bots);
        let before = content.before.clicks_with(order.include_bots);
        let top = content.top.iter();
        Self {
            phrases,
            host: host(&content.service),
            subject: match &content.subject {
                ReportSubject::All => phrases.all_links.to_owned(),
                ReportSubject::Collection(name) => (phrases.set)(&on_one_line(name)),
                ReportSubject::Link(url) => on_one_line(url),
            },
            period: phrases.period(figures::span(order)),
            zone: order.zone.name(),
            clicks: phrases.number(clicks),
            change: phrases.change(&Change::new(clicks, before)),
            visitors: phrases.number(content.total.visitors),
            links: phrases.number(content.links),
            top: top
                .map(|(url, clicks)| (on_one_line(url), phrases.number(*clicks)))
                .collect(),
            file: &content.attachment.file_name,
            omitted: (content.omitted_links > 0)
                .then(|| (phrases.omitted)(&phrases.number(content.omitted_links))),
            unsubscribe: content.unsubscribe.as_ref().map(url::Url::as_str),
        }
    }

    /// Why nothing is listed, when nothing is.
    pub(super) fn nothing(&self) -> &'static str {
        if self.links == "0" {
            self.phrases.no_links
        } else {
            self.phrases.no_clicks
        }
    }
}

/// A text of a user, in which anything may stand, on one line.
fn on_one_line(text: &str) -> String {
    let breaks =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ")
}
