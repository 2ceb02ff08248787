//! Numbers as the database keeps them.

/// What is stored of a number.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
