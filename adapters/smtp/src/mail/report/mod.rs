//! The mail of a report.

mod change;
mod line;
mod period;
mod top;

use askama::Template;
use korotko_core::display_url;
use korotko_core::ports::{MailError, ReportMail};
use korotko_core::report::ReportSubject;
use korotko_texts::Texts;

use self::line::on_one_line;
use self::top::TopLine;
use super::rendered::{RenderedMail, host};

/// The longest name of a collection or link in a mail's subject, in characters.
const MAX_NAME: usize = 60;

/// The values of the templates. Texts of users are reduced to one line.
#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    t: &'static Texts,
    title: &'static str,
    host: String,
    /// The text before and after the host.
    intro: (String, String),
    subject: String,
    period: String,
    zone: &'static str,
    /// Labels and figures. How the clicks changed has no label.
    figures: [(&'static str, String); 4],
    top: Vec<TopLine>,
    /// Why no link is listed, if none is.
    empty: &'static str,
    /// The text before and after the name of the file.
    file: (String, String),
    file_name: &'a str,
    /// The sentence about links that do not fit into the file, if there are any.
    omitted: Option<String>,
    unsubscribe: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "report.txt")]
struct ReportText<'a> {
    report: &'a Report<'a>,
}

pub(super) fn render(t: &'static Texts, content: &ReportMail) -> Result<RenderedMail, MailError> {
    let report = Report::new(t, content);
    let name = shortened(&report.subject);
    let subject = t.with(
        "mail-report-subject",
        &[
            ("subject", name.into()),
            ("period", (&report.period).into()),
        ],
    );
    RenderedMail::new(subject, &ReportText { report: &report }, &report)
}

impl<'a> Report<'a> {
    fn new(t: &'static Texts, content: &'a ReportMail) -> Self {
        let order = &content.order;
        let top = content.top.iter().map(|link| TopLine::new(t, link));
        let empty = if content.links == 0 {
            t.text("mail-report-no-links")
        } else {
            t.text("mail-report-no-clicks")
        };
        let omitted = content.omitted_links;
        let sentence = || t.with("mail-report-omitted", &[("links", omitted.into())]);
        Self {
            t,
            title: t.text("mail-report-title"),
            host: host(&content.service),
            intro: t.around("mail-report-intro", "host", &[]),
            subject: subject(t, &content.subject),
            period: period::text(t, order),
            zone: order.zone.name(),
            figures: figures(t, content),
            top: top.collect(),
            empty,
            file: t.around("mail-report-file", "file", &[]),
            file_name: &content.attachment.file_name,
            omitted: (omitted > 0).then(sentence),
            unsubscribe: content.unsubscribe.as_ref().map(url::Url::as_str),
        }
    }

    /// The label of a figure in plain text, as wide as the longest one.
    fn label(&self, label: &str) -> String {
        let lengths = self.figures.iter().map(|(label, _)| label.chars().count());
        let width = lengths.max().unwrap_or_default() + 3;
        let colon = if label.is_empty() { "" } else { ":" };
        let label = format!("{label}{colon}");
        format!("{label:<width$}")
    }

    /// A number of clicks in plain text, aligned with the others.
    fn right(&self, clicks: &str) -> String {
        let lengths = self.top.iter().map(|link| link.clicks.chars().count());
        let width = lengths.max().unwrap_or_default();
        format!("{clicks:>width$}")
    }
}

/// The main figures, and how the clicks changed.
fn figures(t: &'static Texts, content: &ReportMail) -> [(&'static str, String); 4] {
    let bots = content.order.include_bots;
    let clicks = content.total.clicks_with(bots);
    let before = content.before.clicks_with(bots);
    let visitors = content.total.visitors;
    [
        (t.text("mail-report-clicks"), t.number(clicks)),
        ("", change::text(t, clicks, before)),
        (t.text("mail-report-visitors"), t.number(visitors)),
        (t.text("mail-report-links"), t.number(content.links)),
    ]
}

fn subject(t: &'static Texts, subject: &ReportSubject) -> String {
    match subject {
        ReportSubject::All => t.text("mail-report-all-links").to_owned(),
        ReportSubject::Collection(name) => {
            let name = on_one_line(name);
            t.with("mail-report-collection", &[("name", name.into())])
        }
        ReportSubject::Link { share_url, title } => {
            let url = on_one_line(&display_url(share_url));
            let Some(title) = title else { return url };
            let title = on_one_line(title);
            t.with(
                "mail-report-titled",
                &[("title", title.into()), ("url", url.into())],
            )
        }
    }
}

/// The name as it fits into a subject.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
