use std::borrow::Cow;
use std::net::IpAddr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::SmtpOptions;
use crate::mail::{FromError, Sender};

/// The mail server, and how to connect to it.
pub(crate) struct Server {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) hello: ClientId,
}

/// How the connection is secured. A server that does not offer what is required gets no mail.
pub(crate) enum Security {
    /// TLS from the first byte (RFC 8314 3.3).
    Tls(TlsParameters),
    /// STARTTLS before anything else (RFC 3207).
    StartTls(TlsParameters),
    /// No encryption.
    Plaintext,
}

impl Security {
    /// The name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Tls(_) => "TLS",
            Self::StartTls(_) => "STARTTLS",
            Self::Plaintext => "plaintext",
        }
    }
}

/// Why a mailer could not be created. Never contains the URL, which may contain a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not a URL with a host, or its password is not percent-encoded.
    #[error(
        "the mail server must be a URL such as smtps://user:password@mail.example.com, with special characters in user and \
         password percent-encoded"
    )]
    Url,
    /// A scheme other than `smtps` and `smtp`.
    #[error("the URL of the mail server must begin with smtps:// or smtp://")]
    Scheme,
    /// A parameter other than `tls=required` and `tls=none`.
    #[error(
        "the URL of the mail server may have no parameter other than ?tls=required or ?tls=none"
    )]
    Parameter,
    /// `?tls=none` for another machine, or with `smtps://`.
    #[error(
        "plaintext SMTP is allowed for this machine only, unless plaintext is allowed explicitly"
    )]
    Plaintext,
    /// The sender is not a mailbox.
    #[error(transparent)]
    From(#[from] FromError),
    /// The name for EHLO is not a domain.
    #[error("the name for EHLO must be a domain such as mail.example.com")]
    Hello,
    /// The certificates cannot be read, or TLS cannot be set up for this host.
    #[error("the certificates of the mail server's authorities must be PEM")]
    Authorities,
}

impl Server {
    /// Parses the URL, as the options allow.
    pub(crate) fn parse(
        url: &str,
        sender: &Sender,
        options: &SmtpOptions,
    ) -> Result<Self, SetupError> {
        let url = Url::parse(url).map_err(|_| SetupError::Url)?;
        let host = host(&url)?;
        let security = security(&url, &host, options)?;
        let default_port = match security {
            Security::Tls(_) => 465,
            Security::StartTls(_) => 587,
            Security::Plaintext => 25,
        };
        Ok(Self {
            port: url.port().unwrap_or(default_port),
            security,
            credentials: credentials(&url)?,
            hello: hello(sender, options)?,
            host,
        })
    }
}

fn host(url: &Url) -> Result<String, SetupError> {
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(SetupError::Url);
    }
    match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() => Ok(name.to_ascii_lowercase()),
        Some(Host::Ipv4(ip)) => Ok(ip.to_string()),
        Some(Host::Ipv6(ip)) => Ok(ip.to_string()),
        _ => Err(SetupError::Url),
    }
}

fn security(url: &Url, host: &str, options: &SmtpOptions) -> Result<Security, SetupError> {
    let mut wanted = None;
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "required") if wanted != Some(false) => wanted = Some(true),
            ("tls", "none") if wanted != Some(true) => wanted = Some(false),
            _ => return Err(SetupError::Parameter),
        }
    }
    let plaintext_allowed = options.allow_plaintext || is_loopback(host);
    match (url.scheme(), wanted) {
        ("smtps", Some(false)) => Err(SetupError::Plaintext),
        ("smtps", _) => Ok(Security::Tls(tls(host, options)?)),
        ("smtp", Some(false)) if !plaintext_allowed => Err(SetupError::Plaintext),
        ("smtp", None | Some(false)) if plaintext_allowed => Ok(Security::Plaintext),
        ("smtp", _) => Ok(Security::StartTls(tls(host, options)?)),
        _ => Err(SetupError::Scheme),
    }
}

/// Whether `host` is this machine.
fn is_loopback(host: &str) -> bool {
    let is_loopback_ip = |ip: IpAddr| ip.to_canonical().is_loopback();
    host == "localhost" || host.parse().is_ok_and(is_loopback_ip)
}

fn tls(host: &str, options: &SmtpOptions) -> Result<TlsParameters, SetupError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if !options.authorities.is_empty() {
        let authorities =
            Certificate::from_pem(&options.authorities).map_err(|_| SetupError::Authorities)?;
        builder = builder.add_root_certificate(authorities);
    }
    builder.build_rustls().map_err(|_| SetupError::Authorities)
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SetupError> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let user = percent_decode(url.username())?;
    let password = percent_decode(url.password().unwrap_or_default())?;
    Ok(Some(Credentials::new(user, password)))
}

/// Decodes `%41`. Refuses a `%` without two digits, invalid UTF-8, and NUL, which separates values in AUTH PLAIN (RFC 4616).
fn percent_decode(text: &str) -> Result<String, SetupError> {
    let is_code = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let decoded = percent_decode_str(text).decode_utf8().ok();
    decoded
        .filter(|decoded| text.split('%').skip(1).all(is_code) && !decoded.contains('\0'))
        .map(Cow::into_owned)
        .ok_or(SetupError::Url)
}

fn hello(sender: &Sender, options: &SmtpOptions) -> Result<ClientId, SetupError> {
    let name = match &options.hello {
        Some(name) => name,
        None => sender.mailbox.email.domain(),
    };
    match Host::parse(name) {
        Ok(Host::Domain(name)) => Ok(ClientId::Domain(name)),
        Ok(Host::Ipv4(ip)) => Ok(ClientId::Ipv4(ip)),
        Ok(Host::Ipv6(ip)) => Ok(ClientId::Ipv6(ip)),
        Err(_) => Err(SetupError::Hello),
    }
}
