use korotko_core::user::Language;
use poem::http::header;
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::Enum;
use serde::Deserialize;

/// The language of mails and reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Enum, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Language", remote = "Language")]
pub(crate) enum LanguageView {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl LanguageView {
    pub(crate) fn tag(self) -> &'static str {
        Language::from(self).tag()
    }
}

/// The preferred language of a request, by `Accept-Language`.
#[derive(Debug)]
pub struct PreferredLanguage(pub Language);

impl<'a> FromRequest<'a> for PreferredLanguage {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(Self(preferred(request)))
    }
}

/// The preferred language of a request; English by default.
pub(super) fn preferred(request: &Request) -> Language {
    let field = request.header(header::ACCEPT_LANGUAGE);
    Language::from_accept_language(field.unwrap_or_default())
}
