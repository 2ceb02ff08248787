use crate::unreadable::Unreadable;

/// What rows add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer<T> {
    /// The sums.
    pub sums: T,
    /// Rows that could not be read, of which nothing is in the sums.
    pub unreadable: Vec<Unreadable>,
}
