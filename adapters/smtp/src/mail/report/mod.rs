//! The words of a report: its main figures.

mod en;
mod figures;
mod html;
mod phrases;
mod plain;
mod ru;

use korotko_core::ports::ReportLetter;
use korotko_core::report::ReportSubject;
use korotko_core::user::Language;

use self::figures::Change;
use self::phrases::Phrases;
use super::words::{Words, host};

/// The longest name of a set in a subject, in characters.
const MAX_NAME: usize = 60;

/// What stands in a report, each piece ready for a line of its own. Texts of users are on one line.
struct Pieces<'a> {
    phrases: &'static Phrases,
    host: &'a str,
    subject: String,
    period: String,
    zone: &'static str,
    clicks: String,
    change: String,
    visitors: String,
    links: String,
    top: Vec<(String, String)>,
    file: &'a str,
    /// That links are missing in the file, if they are.
    omitted: Option<String>,
    unsubscribe: Option<&'a str>,
}

/// The words of a report in a language.
pub(super) fn words(language: Language, letter: &ReportLetter) -> Words {
    let pieces = Pieces::of(language, letter);
    let mut name = pieces.subject.clone();
    if let Some((end, _)) = name.char_indices().nth(MAX_NAME) {
        name.truncate(end);
        name.push('…');
    }
    Words {
        subject: (pieces.phrases.title)(&name, &pieces.period).into(),
        text: plain::text(language, &pieces),
        html: html::text(language, &pieces),
    }
}

impl<'a> Pieces<'a> {
    fn of(language: Language, letter: &'a ReportLetter) -> Self {
        let phrases = Phrases::of(language);
        let order = &letter.order;
        let clicks = letter.total.clicks_with(order.include_bots);
        let before = letter.before.clicks_with(order.include_bots);
        let top = letter.top.iter();
        Self {
            phrases,
            host: host(&letter.service),
            subject: match &letter.subject {
                ReportSubject::All => phrases.all_links.to_owned(),
                ReportSubject::Collection(name) => (phrases.set)(&on_one_line(name)),
                ReportSubject::Link(url) => on_one_line(url),
            },
            period: phrases.period(figures::span(order)),
            zone: order.zone.name(),
            clicks: phrases.number(clicks),
            change: phrases.change(&Change::new(clicks, before)),
            visitors: phrases.number(letter.total.visitors),
            links: phrases.number(letter.links),
            top: top
                .map(|(url, clicks)| (on_one_line(url), phrases.number(*clicks)))
                .collect(),
            file: &letter.attachment.file_name,
            omitted: (letter.omitted_links > 0)
                .then(|| (phrases.omitted)(&phrases.number(letter.omitted_links))),
            unsubscribe: letter.unsubscribe.as_ref().map(url::Url::as_str),
        }
    }

    /// Why nothing is listed, when nothing is.
    fn nothing(&self) -> &'static str {
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
