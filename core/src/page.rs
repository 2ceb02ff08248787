/// Some of what was asked for, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The items.
    pub items: Vec<T>,
    /// Behind what the next page begins; `None` on the last page.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// The first `limit` of what was found, of which one more than a page has was asked for; that tells whether there is a next.
    pub(crate) fn split(mut found: Vec<T>, limit: u32, cursor: impl Fn(&T) -> C) -> Self {
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > wanted;
        found.truncate(wanted);
        let last = found.last().map(cursor);
        Self {
            items: found,
            next: last.filter(|_| more),
        }
    }
}
