//! What a report is about, in the report's language.

use korotko_core::click::Device;
use korotko_core::display_url;
use korotko_core::link::LinkState;
use korotko_core::report::ReportSubject;
use korotko_texts::Texts;

/// The subject of a report.
pub(crate) fn subject(texts: &Texts, subject: &ReportSubject) -> String {
    match subject {
        ReportSubject::All => texts.text("workbook-all-links").to_owned(),
        ReportSubject::Collection(name) => {
            texts.with("workbook-collection", &[("name", name.into())])
        }
        ReportSubject::Link { share_url, title } => {
            let url = display_url(share_url);
            match title {
                Some(title) => texts.with(
                    "workbook-titled-link",
                    &[("title", title.into()), ("url", url.into())],
                ),
                None => texts.with("workbook-link-at", &[("url", url.into())]),
            }
        }
    }
}

/// The state of a link; its stored name if it has no text.
pub(crate) fn state(texts: &'static Texts, state: LinkState) -> &'static str {
    let name = state.name();
    let text = texts.find(&format!("workbook-state-{name}"));
    text.unwrap_or(name)
}

/// The kind of device with this stored name.
pub(crate) fn device(texts: &'static Texts, name: &str) -> &'static str {
    let name = Device::from_name(name).name();
    let text = texts.find(&format!("workbook-device-{name}"));
    text.unwrap_or_else(|| texts.text("workbook-unknown"))
}

/// The language with this code; the code if it has no name.
pub(crate) fn language<'a>(texts: &'static Texts, code: &'a str) -> &'a str {
    texts.find(&format!("language-{code}")).unwrap_or(code)
}
