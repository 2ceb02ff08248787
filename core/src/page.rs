/// A page of a list, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The items.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Splits `found`, which was queried with one item more than `limit`, so that it tells whether there is a next page.
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
