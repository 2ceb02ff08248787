/// The key by which links are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LinkSortKey {
    /// When they were created.
    #[default]
    Created,
    /// Their slugs, byte by byte.
    Slug,
    /// Their clicks, of any kind.
    Clicks,
}

/// The order of a list of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkSort {
    /// The key.
    pub key: LinkSortKey,
    /// Whether in descending order.
    pub descending: bool,
}

/// Newest first.
impl Default for LinkSort {
    fn default() -> Self {
        Self {
            key: LinkSortKey::Created,
            descending: true,
        }
    }
}
