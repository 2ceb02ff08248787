use poem_openapi::Tags;

/// The groups of operations in the document, the most important first.
#[derive(Debug, Tags)]
pub(crate) enum Tag {
    /// Shorten a URL and follow a short link.
    Shortening,
    /// Register, verify your e-mail address, sign in, and manage your account.
    Accounts,
    /// Create API keys for programs that act for you.
    Keys,
    /// Create and manage links.
    Links,
    /// Group links in collections.
    Collections,
    /// Count clicks.
    Statistics,
    /// Get Excel reports by e-mail, once or on a schedule.
    Reports,
    /// For administrators: users, links of all users, jobs, and the audit log.
    Administration,
}

impl Tag {
    /// The names, the most important first.
    pub(super) const ORDER: [&str; 8] = [
        "Shortening",
        "Accounts",
        "Keys",
        "Links",
        "Collections",
        "Statistics",
        "Reports",
        Self::ADMINISTRATION,
    ];

    /// The name of the group for administrators.
    pub(super) const ADMINISTRATION: &str = "Administration";
}
