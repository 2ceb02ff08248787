use korotko_core::link::ExportedLink;

/// A link on its way into a file.
#[derive(Debug, Clone, Copy)]
pub struct Exported<'a> {
    /// The link.
    pub link: &'a ExportedLink,
    /// Where it can be followed.
    pub share_url: &'a str,
}
