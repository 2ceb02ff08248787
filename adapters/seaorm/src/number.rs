//! Numbers as the database stores them.

/// The stored form of a number.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
