//! The words of a report: its main figures.

mod en;
mod figures;
mod html;
mod phrases;
mod pieces;
mod plain;
mod ru;

use korotko_core::ports::ReportMail;
use korotko_core::user::Language;

use self::phrases::Phrases;
use self::pieces::Pieces;
use super::words::Words;

/// The longest name of a set in a subject, in characters.
const MAX_NAME: usize = 60;

/// The words of a report in a language.
pub(super) fn words(language: Language, content: &ReportMail) -> Words {
    let pieces = Pieces::new(phrases(language), content);
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

fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::En => &en::PHRASES,
        Language::Ru => &ru::PHRASES,
    }
}
