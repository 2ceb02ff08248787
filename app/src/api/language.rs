use korotko_core::user::Language;
use poem::http::header;
use poem::{FromRequest, Request, RequestBody, Result};

/// The language that a request prefers, for the mails it causes.
#[derive(Debug)]
pub struct PreferredLanguage(pub Language);

impl<'a> FromRequest<'a> for PreferredLanguage {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let field = request.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
        Ok(Self(Language::from_accept_language(field)))
    }
}
