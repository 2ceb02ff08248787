use korotko_core::display_url;
use korotko_core::ports::{ReportMail, TopLink};
use korotko_core::report::ReportSubject;

use super::figures::{self, Change};
use super::phrases::Phrases;
use crate::mail::rendered::host;

/// The values of a report's template. Texts of users are reduced to one line.
pub(super) struct Fields<'a> {
    pub(super) phrases: &'static Phrases,
    pub(super) host: String,
    pub(super) subject: String,
    pub(super) period: String,
    pub(super) zone: &'static str,
    pub(super) clicks: String,
    pub(super) change: String,
    pub(super) visitors: String,
    pub(super) links: String,
    pub(super) top: Vec<TopField>,
    pub(super) file: &'a str,
    /// The sentence about links that do not fit into the file, if there are any.
    pub(super) omitted: Option<String>,
    pub(super) unsubscribe: Option<&'a str>,
}

/// One of the most clicked links.
pub(super) struct TopField {
    /// Where it leads to, for a reference.
    pub(super) href: String,
    /// The share URL as people read it.
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) clicks: String,
}

impl<'a> Fields<'a> {
    pub(super) fn new(phrases: &'static Phrases, content: &'a ReportMail) -> Self {
        let order = &content.order;
        let clicks = content.total.clicks_with(order.include_bots);
        let before = content.before.clicks_with(order.include_bots);
        let top = content.top.iter();
        Self {
            phrases,
            host: host(&content.service),
            subject: subject(phrases, &content.subject),
            period: phrases.period(figures::span(order)),
            zone: order.zone.name(),
            clicks: phrases.number(clicks),
            change: phrases.change(&Change::new(clicks, before)),
            visitors: phrases.number(content.total.visitors),
            links: phrases.number(content.links),
            top: top.map(|link| TopField::new(phrases, link)).collect(),
            file: &content.attachment.file_name,
            omitted: (content.omitted_links > 0)
                .then(|| (phrases.omitted)(&phrases.number(content.omitted_links))),
            unsubscribe: content.unsubscribe.as_ref().map(url::Url::as_str),
        }
    }

    /// Why no link is listed.
    pub(super) fn empty_message(&self) -> &'static str {
        if self.links == "0" {
            self.phrases.no_links
        } else {
            self.phrases.no_clicks
        }
    }
}

impl TopField {
    fn new(phrases: &Phrases, link: &TopLink) -> Self {
        Self {
            href: on_one_line(&link.share_url),
            url: on_one_line(&display_url(&link.share_url)),
            title: link.title.as_deref().map(on_one_line),
            clicks: phrases.number(link.clicks),
        }
    }
}

fn subject(phrases: &Phrases, subject: &ReportSubject) -> String {
    match subject {
        ReportSubject::All => phrases.all_links.to_owned(),
        ReportSubject::Collection(name) => (phrases.collection)(&on_one_line(name)),
        ReportSubject::Link { share_url, title } => {
            let url = on_one_line(&display_url(share_url));
            match title {
                Some(title) => (phrases.titled)(&on_one_line(title), &url),
                None => url,
            }
        }
    }
}

/// A text of a user, which may contain any character, on one line.
fn on_one_line(text: &str) -> String {
    let breaks =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ")
}
