use super::{Email, EmailDomain, TermsUrl};
use crate::names::names;

/// Who may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Registration {
    /// Anybody.
    #[default]
    Open,
    /// Whoever was invited.
    Invite,
    /// Nobody.
    Closed,
}

names! { Registration {
    Open = "open",
    Invite = "invite",
    Closed = "closed",
} }

/// What the operator of a service allows to people without an account. Existing accounts are not affected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPolicy {
    /// Who may register.
    pub registration: Registration,
    /// The domains of the addresses of new accounts, invited or not, and of changed addresses; any if empty.
    pub allowed_email_domains: Vec<EmailDomain>,
    /// Whether links can be created without an account.
    pub anonymous_links: bool,
    /// The terms of the service.
    pub terms_url: Option<TermsUrl>,
}

/// Everything is allowed, and there are no terms.
impl Default for AccessPolicy {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            allowed_email_domains: Vec::new(),
            anonymous_links: true,
            terms_url: None,
        }
    }
}

/// No new account may have this address, nor may an existing one get it; the message names the domains that are allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an address at {}", .0.join(" or "))]
pub struct EmailDomainNotAllowed(Vec<String>);

impl AccessPolicy {
    /// The address, if a new account may have it. Depends on the domain alone, so that it does not reveal whether the address has
    /// an account.
    pub fn check_email(&self, email: Email) -> Result<Email, EmailDomainNotAllowed> {
        let allowed = &self.allowed_email_domains;
        if allowed.is_empty() || allowed.iter().any(|domain| domain.contains(&email)) {
            return Ok(email);
        }
        let names = allowed.iter().map(ToString::to_string);
        Err(EmailDomainNotAllowed(names.collect()))
    }
}
