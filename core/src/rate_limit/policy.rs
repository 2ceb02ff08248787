/// What is limited, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Attempts to sign in, by client network.
    SignIn,
    /// The same, by the network around it.
    SignInAround,
    /// Attempts to sign in to one account, by client network. A successful one resets it.
    SignInFailures,
    /// Attempts to sign in to one account, whoever makes them. Nobody is refused, only delayed. A successful one resets it.
    AccountFailures,
    /// Registrations, by client network.
    Registration,
    /// The same, by the network around it.
    RegistrationAround,
    /// Requests for verification and password reset mails, by client network, and for changes of address, by account.
    MailRequests,
    /// The same, by the network around it.
    MailRequestsAround,
    /// Mails on request that verify an address, reset a password or change an address, by e-mail address. Nobody is refused, but no
    /// mail is sent.
    Mails,
    /// Anonymous links, by client network.
    AnonymousLinks,
    /// The same, by the network around it.
    AnonymousLinksAround,
    /// Requests for slugs without a link, by client network.
    UnknownSlugs,
    /// The same, by the network around it.
    UnknownSlugsAround,
    /// Imports, by account.
    LinkImports,
    /// Reports, by account.
    Reports,
    /// Abuse reports, by client network.
    AbuseReports,
    /// The same, by the network around it.
    AbuseReportsAround,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Self; 17] = [
        Self::SignIn,
        Self::SignInAround,
        Self::SignInFailures,
        Self::AccountFailures,
        Self::Registration,
        Self::RegistrationAround,
        Self::MailRequests,
        Self::MailRequestsAround,
        Self::Mails,
        Self::AnonymousLinks,
        Self::AnonymousLinksAround,
        Self::UnknownSlugs,
        Self::UnknownSlugsAround,
        Self::LinkImports,
        Self::Reports,
        Self::AbuseReports,
        Self::AbuseReportsAround,
    ];

    /// The stable kebab-case name, for programs to compare.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignInAround => "sign-in-network",
            Self::SignInFailures => "sign-in-failures",
            Self::AccountFailures => "account-failures",
            Self::Registration => "registration",
            Self::RegistrationAround => "registration-network",
            Self::MailRequests => "mail-requests",
            Self::MailRequestsAround => "mail-requests-network",
            Self::Mails => "mails",
            Self::AnonymousLinks => "anonymous-links",
            Self::AnonymousLinksAround => "anonymous-links-network",
            Self::UnknownSlugs => "unknown-slugs",
            Self::UnknownSlugsAround => "unknown-slugs-network",
            Self::LinkImports => "link-imports",
            Self::Reports => "reports",
            Self::AbuseReports => "abuse-reports",
            Self::AbuseReportsAround => "abuse-reports-network",
        }
    }
}
