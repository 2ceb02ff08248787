use std::fmt;

use super::Email;
use crate::display::display_host;

/// The domain of e-mail addresses, compared as the domains of addresses are: exactly, ignoring case, and an international domain
/// in either form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailDomain(String);

/// The text is not the domain of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a domain of e-mail addresses such as example.com")]
pub struct EmailDomainError;

impl EmailDomain {
    /// Parses a domain.
    ///
    /// ```
    /// use korotko_core::user::{Email, EmailDomain};
    ///
    /// let domain = EmailDomain::parse("Bücher.example")?;
    /// assert!(domain.contains(&Email::parse("ann@XN--BCHER-KVA.example")?));
    /// assert!(!domain.contains(&Email::parse("ann@mail.bücher.example")?));
    /// assert!(EmailDomain::parse("*.example.com").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, EmailDomainError> {
        // The rules are those of addresses, so that no domain is allowed which no address can have.
        if text.contains('@') {
            return Err(EmailDomainError);
        }
        let address = Email::parse(&format!("a@{text}")).map_err(|_| EmailDomainError)?;
        Ok(Self(address.domain().to_owned()))
    }

    /// Whether the address is in exactly this domain; those of subdomains are not.
    #[must_use]
    pub fn contains(&self, email: &Email) -> bool {
        email.domain() == self.0
    }
}

/// As people read it.
impl fmt::Display for EmailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&display_host(&self.0))
    }
}
