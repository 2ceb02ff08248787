use std::borrow::Cow;

use korotko_core::escape_html;
use korotko_core::ports::AbuseMail;
use korotko_core::user::{Email, Language};

use super::rendered::{RenderedMail, host, render};

/// What stands for a text that is not there.
const NOTHING: &str = "-";

/// The mail about an abuse report.
pub(super) fn render(language: Language, mail: &AbuseMail) -> RenderedMail {
    let host = &host(&mail.service);
    let report = &mail.report.id.to_string();
    let link = &mail.report.link.to_string();
    let category = mail.report.category.name();
    let reporter = mail.report.reporter.as_ref();
    let reporter = reporter.map_or(NOTHING, Email::as_typed);
    let text = mail
        .report
        .text
        .as_ref()
        .map_or(NOTHING, |text| text.as_str());
    // As the mail ends its lines. Quoted, so that a stranger cannot write as the service.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = &format!("> {}", text.replace('\n', "\n> "));
    let (share_url, target) = (mail.share_url.as_str(), mail.target.as_str());
    match language {
        Language::En => render!(
            "A link was reported",
            "en/abuse-report",
            host = host,
            share_url = share_url,
            target = target,
            category = category,
            reporter = reporter,
            text = text,
            report = report,
            link = link
        ),
        Language::Ru => render!(
            "Жалоба на ссылку",
            "ru/abuse-report",
            host = host,
            share_url = share_url,
            target = target,
            category = category,
            reporter = reporter,
            text = text,
            report = report,
            link = link
        ),
    }
}
