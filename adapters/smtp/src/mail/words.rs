use std::borrow::Cow;

use korotko_core::user::Language;
use url::{Position, Url};

/// What a mail says, in one language.
pub(crate) struct Words {
    pub(crate) subject: Cow<'static, str>,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Fills `templates/<name>.txt` and `.html`. The compiler checks the placeholders: one that is unknown, or a value that a
/// template leaves out, does not build.
macro_rules! words {
    ($subject:literal, $name:literal, $($placeholder:ident = $value:expr),+) => {
        Words {
            subject: Cow::Borrowed($subject),
            text: format!(
                include_str!(concat!("../../templates/", $name, ".txt")),
                $($placeholder = $value),+
            ),
            html: format!(
                include_str!(concat!("../../templates/", $name, ".html")),
                $($placeholder = escape($value)),+
            ),
        }
    };
}

pub(super) fn verification(language: Language, link: &Url) -> Words {
    let (host, link) = (host(link), link.as_str());
    match language {
        Language::En => words!(
            "Confirm your e-mail address",
            "en/verification",
            host = host,
            link = link
        ),
        Language::Ru => words!(
            "Подтвердите адрес электронной почты",
            "ru/verification",
            host = host,
            link = link
        ),
    }
}

pub(super) fn password_reset(language: Language, token: &str, endpoint: &Url) -> Words {
    let (host, endpoint) = (host(endpoint), endpoint.as_str());
    match language {
        Language::En => words!(
            "Set a new password",
            "en/password-reset",
            host = host,
            token = token,
            endpoint = endpoint
        ),
        Language::Ru => words!(
            "Смена пароля",
            "ru/password-reset",
            host = host,
            token = token,
            endpoint = endpoint
        ),
    }
}

/// The service as people know it: host, and port if it is not the usual one.
pub(super) fn host(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// Makes a text stand for itself in HTML, in an element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
