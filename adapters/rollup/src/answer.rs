use crate::unreadable::Unreadable;

/// The result of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer<T> {
    /// The sums.
    pub sums: T,
    /// The rows that could not be read; nothing of them is in the sums.
    pub unreadable: Vec<Unreadable>,
}
