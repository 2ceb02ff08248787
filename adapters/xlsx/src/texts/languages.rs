//! The names of the most frequent languages.

use korotko_core::user::Language;

/// Code, English name, Russian name.
const NAMES: [(&str, &str, &str); 40] = [
    ("ar", "Arabic", "Арабский"),
    ("az", "Azerbaijani", "Азербайджанский"),
    ("be", "Belarusian", "Белорусский"),
    ("bg", "Bulgarian", "Болгарский"),
    ("bn", "Bengali", "Бенгальский"),
    ("cs", "Czech", "Чешский"),
    ("da", "Danish", "Датский"),
    ("de", "German", "Немецкий"),
    ("el", "Greek", "Греческий"),
    ("en", "English", "Английский"),
    ("es", "Spanish", "Испанский"),
    ("et", "Estonian", "Эстонский"),
    ("fa", "Persian", "Персидский"),
    ("fi", "Finnish", "Финский"),
    ("fr", "French", "Французский"),
    ("he", "Hebrew", "Иврит"),
    ("hi", "Hindi", "Хинди"),
    ("hu", "Hungarian", "Венгерский"),
    ("hy", "Armenian", "Армянский"),
    ("id", "Indonesian", "Индонезийский"),
    ("it", "Italian", "Итальянский"),
    ("ja", "Japanese", "Японский"),
    ("ka", "Georgian", "Грузинский"),
    ("kk", "Kazakh", "Казахский"),
    ("ko", "Korean", "Корейский"),
    ("ky", "Kyrgyz", "Киргизский"),
    ("lt", "Lithuanian", "Литовский"),
    ("lv", "Latvian", "Латышский"),
    ("nl", "Dutch", "Нидерландский"),
    ("no", "Norwegian", "Норвежский"),
    ("pl", "Polish", "Польский"),
    ("pt", "Portuguese", "Португальский"),
    ("ro", "Romanian", "Румынский"),
    ("ru", "Russian", "Русский"),
    ("sv", "Swedish", "Шведский"),
    ("tr", "Turkish", "Турецкий"),
    ("uk", "Ukrainian", "Украинский"),
    ("uz", "Uzbek", "Узбекский"),
    ("vi", "Vietnamese", "Вьетнамский"),
    ("zh", "Chinese", "Китайский"),
];

/// The name of the language with this code.
pub(super) fn name(code: &str, language: Language) -> Option<&'static str> {
    let (_, english, russian) = NAMES.iter().find(|(known, ..)| *known == code)?;
    Some(match language {
        Language::En => english,
        Language::Ru => russian,
    })
}
