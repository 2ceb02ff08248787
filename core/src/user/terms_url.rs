use std::fmt;

use url::Url;

/// The URL of the terms under which a service is used: http or https, without user and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsUrl(Url);

/// The text is not a [`TermsUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an http or https URL such as https://example.com/terms, without a user or a password"
)]
pub struct TermsUrlError;

impl TermsUrl {
    /// Parses a URL.
    ///
    /// ```
    /// use korotko_core::user::TermsUrl;
    ///
    /// assert!(TermsUrl::parse("https://example.com/terms").is_ok());
    /// assert!(TermsUrl::parse("javascript:alert(1)").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, TermsUrlError> {
        let url = Url::parse(text.trim()).map_err(|_| TermsUrlError)?;
        let open = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "http" | "https");
        (open && web).then_some(Self(url)).ok_or(TermsUrlError)
    }

    /// The serialised URL, which is ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for TermsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
