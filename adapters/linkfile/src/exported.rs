use korotko_core::link::ExportedLink;

/// A link to be written to a file.
#[derive(Debug, Clone, Copy)]
pub struct Exported<'a> {
    /// The link.
    pub link: &'a ExportedLink,
    /// The link's share URL.
    pub share_url: &'a str,
}
