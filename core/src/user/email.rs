use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;

/// The longest address that fits an SMTP path, which has 256 bytes with its angle brackets (RFC 5321, 4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// An e-mail address that can receive mail: syntactically valid (RFC 5322), without a display name or a domain literal, with
/// a dot in the domain, and at most 254 bytes long.
///
/// Stored as typed, to send mail to, and in a canonical form, in which addresses are compared: the local part ASCII
/// lower-cased, the domain lower-cased IDNA ASCII (UTS 46). Both are in NFC: decomposed letters, which some keyboards and file
/// systems produce, fit no envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    typed: String,
    canonical: String,
}

/// The text is not an address to which Korotko can send mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address such as name@example.com")]
pub struct EmailError;

impl Email {
    /// Parses an address.
    ///
    /// ```
    /// use korotko_core::user::Email;
    ///
    /// let email = Email::parse("Ann@EXAMPLE.com")?;
    /// assert_eq!(email.as_typed(), "Ann@EXAMPLE.com");
    /// assert_eq!(email.canonical(), "ann@example.com");
    /// assert!(Email::parse("Ann <ann@example.com>").is_err());
    /// # Ok::<(), korotko_core::user::EmailError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let options = Options::default()
            .without_display_text()
            .without_domain_literal()
            .with_required_tld();
        let normal: String = text.nfc().collect();
        let address = EmailAddress::parse_with_options(&normal, options).map_err(|_| EmailError)?;
        let local: String = address.local_part().to_ascii_lowercase().nfc().collect();
        let domain = idna::domain_to_ascii_strict(address.domain()).map_err(|_| EmailError)?;
        let canonical = format!("{local}@{domain}");
        let too_long = normal.len().max(canonical.len()) > MAX_BYTES;
        if too_long || text.chars().any(char::is_control) || !domain.contains('.') {
            return Err(EmailError);
        }
        Ok(Self {
            typed: normal,
            canonical,
        })
    }

    /// From a store, unchecked: tightened rules must not lock an account out.
    #[must_use]
    pub fn from_stored(typed: String, canonical: String) -> Self {
        Self { typed, canonical }
    }

    /// The address as typed, in NFC: where mail is sent.
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.typed
    }

    /// The form in which addresses are compared and unique.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The domain, in the form in which addresses are compared.
    pub(super) fn domain(&self) -> &str {
        let parts = self.canonical.rsplit_once('@');
        parts.map_or("", |(_, domain)| domain)
    }
}
