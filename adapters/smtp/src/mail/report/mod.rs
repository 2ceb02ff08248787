//! Rendering the mail of a report.

mod en;
mod fields;
mod figures;
mod html;
mod phrases;
mod plain;
mod ru;

use korotko_core::ports::ReportMail;
use korotko_core::user::Language;

use self::fields::Fields;
use self::phrases::Phrases;
use super::rendered::RenderedMail;

/// The longest name of a collection or link in a mail's subject, in characters.
const MAX_NAME: usize = 60;

/// Renders a report in a language.
pub(super) fn render(language: Language, content: &ReportMail) -> RenderedMail {
    let fields = Fields::new(phrases(language), content);
    let mut name = fields.subject.clone();
    if let Some((end, _)) = name.char_indices().nth(MAX_NAME) {
        name.truncate(end);
        name.push('…');
    }
    RenderedMail {
        subject: (fields.phrases.title)(&name, &fields.period).into(),
        text: plain::text(language, &fields),
        html: html::text(language, &fields),
    }
}

fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::En => &en::PHRASES,
        Language::Ru => &ru::PHRASES,
    }
}
