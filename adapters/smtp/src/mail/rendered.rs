use std::borrow::Cow;

use korotko_core::user::Language;
use korotko_core::{display_host, escape_html};
use url::Url;

/// A mail's subject and both of its bodies, in one language.
pub(crate) struct RenderedMail {
    pub(crate) subject: Cow<'static, str>,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Fills `templates/<name>.txt` and `.html`. The compiler checks the placeholders: an unknown placeholder or an unused value
/// does not build.
macro_rules! render {
    ($subject:literal, $name:literal, $($placeholder:ident = $value:expr),+) => {
        RenderedMail {
            subject: Cow::Borrowed($subject),
            text: format!(
                include_str!(concat!("../../templates/", $name, ".txt")),
                $($placeholder = $value),+
            ),
            html: format!(
                include_str!(concat!("../../templates/", $name, ".html")),
                $($placeholder = escape_html($value)),+
            ),
        }
    };
}

pub(super) use render;

pub(super) fn verification(language: Language, link: &Url) -> RenderedMail {
    let (host, link) = (&host(link), link.as_str());
    match language {
        Language::En => render!(
            "Verify your e-mail address",
            "en/verification",
            host = host,
            link = link
        ),
        Language::Ru => render!(
            "Подтвердите адрес электронной почты",
            "ru/verification",
            host = host,
            link = link
        ),
    }
}

pub(super) fn invitation(language: Language, link: &Url) -> RenderedMail {
    let (host, link) = (&host(link), link.as_str());
    match language {
        Language::En => render!("You are invited", "en/invitation", host = host, link = link),
        Language::Ru => render!("Приглашение", "ru/invitation", host = host, link = link),
    }
}

pub(super) fn password_reset(language: Language, token: &str, endpoint: &Url) -> RenderedMail {
    let (host, endpoint) = (&host(endpoint), endpoint.as_str());
    match language {
        Language::En => render!(
            "Reset your password",
            "en/password-reset",
            host = host,
            token = token,
            endpoint = endpoint
        ),
        Language::Ru => render!(
            "Смена пароля",
            "ru/password-reset",
            host = host,
            token = token,
            endpoint = endpoint
        ),
    }
}

pub(super) fn test(language: Language, service: &Url) -> RenderedMail {
    let (host, link) = (&host(service), service.as_str());
    match language {
        Language::En => render!("Test mail", "en/test", host = host, link = link),
        Language::Ru => render!("Пробное письмо", "ru/test", host = host, link = link),
    }
}

/// The service's host as people read it, with its port unless it is the default one.
pub(super) fn host(url: &Url) -> String {
    let host = display_host(url.host_str().unwrap_or_default());
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.into_owned(),
    }
}
