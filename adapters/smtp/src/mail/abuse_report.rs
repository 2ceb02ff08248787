use korotko_core::ports::{AbuseMail, MailError};
use korotko_core::user::Email;
use korotko_texts::Texts;

use super::notice::{Notice, Part};
use super::rendered::{RenderedMail, host};

/// What stands for a text that is not there.
const NOTHING: &str = "-";

/// The mail about an abuse report.
pub(super) fn render(t: &'static Texts, mail: &AbuseMail) -> Result<RenderedMail, MailError> {
    let host = &host(&mail.service);
    let (report, link) = (&mail.report.id.to_string(), mail.report.link);
    let category = mail.report.category.name();
    let reporter = mail.report.reporter.as_ref();
    let reporter = reporter.map_or(NOTHING, Email::as_typed);
    let decide = t.with("mail-abuse-decide", &[("report", report.into())]);
    let parts = vec![
        Part::Strong(t.around("mail-abuse-intro", "host", &[]), host),
        Part::Address(mail.share_url.as_str()),
        Part::Text(t.text("mail-abuse-target").into()),
        Part::Address(mail.target.as_str()),
        Part::Lines(vec![
            t.with("mail-abuse-category", &[("category", category.into())]),
            t.with("mail-abuse-reporter", &[("reporter", reporter.into())]),
        ]),
        Part::Quote(quoted(mail)),
        Part::Text(decide.into()),
        Part::Commands(vec![
            format!("korotko abuse-reports show {report}"),
            format!("korotko links block {link} --reason \"...\""),
            format!("korotko abuse-reports close {report} --outcome upheld"),
        ]),
    ];
    let title = t.text("mail-abuse-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

/// The text of the report, quoted, so that a stranger cannot write as the service.
fn quoted(mail: &AbuseMail) -> String {
    let text = mail.report.text.as_ref();
    let text = text.map_or(NOTHING, |text| text.as_str());
    // As the mail ends its lines.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    format!("> {}", text.replace('\n', "\n> "))
}
