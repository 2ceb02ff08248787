use url::Url;

/// The public URL of this service: http or https, a host, and nothing after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// The text is not a [`PublicUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be like https://short.example, without a path, a query or a password")]
pub struct PublicUrlError;

impl PublicUrl {
    /// Parses a public URL.
    ///
    /// ```
    /// use korotko_core::PublicUrl;
    ///
    /// assert!(PublicUrl::parse("https://short.example").is_ok());
    /// assert!(PublicUrl::parse("https://example.com/short").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let url = Url::parse(text).map_err(|_| PublicUrlError)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let open = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "http" | "https");
        (bare && open && web)
            .then_some(Self(url))
            .ok_or(PublicUrlError)
    }

    /// The URL itself.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// This URL with a path.
    #[must_use]
    pub fn path(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }
}
