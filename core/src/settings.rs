//! What an embedder decides, and the facade that is made of it.

use url::Url;

use crate::job::Jobs;
use crate::link::{Link, Links, Namespace};
use crate::ports::Ports;
use crate::token::{TokenSettings, TokenSettingsError, Tokens};
use crate::user::Users;

/// The URL under which the world reaches this service: http or https, a host, and nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// The text is not a [`PublicUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be like https://short.example, without a path, a query or a password")]
pub struct PublicUrlError;

impl PublicUrl {
    /// Reads a public URL.
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

    /// Where a link can be followed: `/<slug>`, and `/<slug>?u=<user>` for a personal one.
    #[must_use]
    pub fn share(&self, link: &Link) -> Url {
        let mut url = self.path(link.slug.as_str());
        if let Namespace::Personal(user) = link.namespace {
            url.set_query(Some(&format!("u={user}")));
        }
        url
    }

    /// This URL with a path.
    #[must_use]
    pub fn path(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }
}

/// What an embedder decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Under which the world reaches this service.
    pub public_url: PublicUrl,
    /// How tokens are made.
    pub tokens: TokenSettings,
    /// The path before the token in a confirmation mail's link.
    pub verification_path: String,
    /// The path to which a new password is sent, with the token from the mail.
    pub password_reset_path: String,
}

impl Settings {
    /// Settings with the paths of Korotko's own HTTP API.
    #[must_use]
    pub fn new(public_url: PublicUrl, tokens: TokenSettings) -> Self {
        Self {
            public_url,
            tokens,
            verification_path: "/api/email-verification/".to_owned(),
            password_reset_path: "/api/users/password-reset/confirm/".to_owned(),
        }
    }
}

/// Every use case, on one set of ports.
#[derive(Debug, Clone)]
pub struct Korotko {
    /// Accounts.
    pub users: Users,
    /// Sessions.
    pub tokens: Tokens,
    /// Short links.
    pub links: Links,
    /// The deferred work.
    pub jobs: Jobs,
}

impl Korotko {
    /// Puts the use cases on `ports`.
    pub fn new(ports: Ports, settings: Settings) -> Result<Self, Vec<TokenSettingsError>> {
        let public_url = settings.public_url.as_url();
        let tokens = Tokens::new(ports.clone(), public_url, settings.tokens.clone())?;
        Ok(Self {
            users: Users::new(ports.clone(), tokens.clone()),
            links: Links::new(ports.clone(), settings.public_url.clone()),
            jobs: Jobs::new(ports, tokens.clone(), settings),
            tokens,
        })
    }
}
