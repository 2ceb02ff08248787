use super::{Email, EmailDomain, TermsUrl};

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

impl Registration {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Open, Self::Invite, Self::Closed];

    /// The name, as in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }

    /// The value with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.name() == name)
    }
}

/// What the operator of a service allows to people without an account. Existing accounts are not affected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Who may register.
    pub registration: Registration,
    /// The domains of the addresses of new accounts, invited or not; any if empty.
    pub allowed_email_domains: Vec<EmailDomain>,
    /// Whether links can be created without an account.
    pub anonymous_links: bool,
    /// The terms of the service.
    pub terms_url: Option<TermsUrl>,
}

/// Everything is allowed, and there are no terms.
impl Default for Policy {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            allowed_email_domains: Vec::new(),
            anonymous_links: true,
            terms_url: None,
        }
    }
}

/// A new account may not have this address; the message names the domains that are allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an address at {}", .0.join(" or "))]
pub struct EmailDomainNotAllowed(Vec<String>);

impl Policy {
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
