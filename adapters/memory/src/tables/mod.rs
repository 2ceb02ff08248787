//! The tables: rows and the ways to find them, each knowing nothing of the others.

pub(crate) mod click_logs;
pub(crate) mod clicks;
pub(crate) mod collections;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod links;
pub(crate) mod memberships;
pub(crate) mod reports;
pub(crate) mod rollups;
pub(crate) mod salts;
pub(crate) mod schedules;
pub(crate) mod users;

/// How many rows a part of a removal takes.
pub(crate) fn some(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
