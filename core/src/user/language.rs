/// A language of texts for people: mails, reports and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// The language's tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language with this primary tag, if it is supported.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|language| language.tag().eq_ignore_ascii_case(tag))
    }

    /// The supported language that an `Accept-Language` field prefers (RFC 9110 12.5.4); English when it names none.
    ///
    /// ```
    /// use korotko_core::user::Language;
    ///
    /// assert_eq!(Language::from_accept_language("de, ru-RU;q=0.8, en;q=0.5"), Language::Ru);
    /// assert_eq!(Language::from_accept_language("ru;q=0"), Language::En);
    /// ```
    #[must_use]
    pub fn from_accept_language(accept_language: &str) -> Self {
        let mut best = (Self::En, 0.0);
        for range in accept_language.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let primary = parts.next().and_then(|tag| tag.split('-').next());
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
            if let Some(language) = primary.and_then(Self::from_tag)
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }
}
