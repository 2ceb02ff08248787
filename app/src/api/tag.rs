use poem_openapi::Tags;

/// How the operations are grouped in the document.
#[derive(Debug, Tags)]
pub(crate) enum Tag {
    /// Registering, confirming the address, signing in, and looking after one's account.
    Accounts,
    /// Short links as resources with ids.
    Links,
    /// Personal sets of links.
    Collections,
    /// The numbers of clicks.
    Statistics,
    /// Excel reports by mail, once or by a schedule.
    Reports,
    /// The two original operations: shorten a URL, follow a short code.
    Shortening,
}
