//! The periods of levels: an hour, a day of UTC, an eighth of a block (8 days) and a block (64 days). All are counted
//! from 1970-01-01T00:00Z, and each begins where the one that it is part of does.

use korotko_core::click::Quarter;

/// How many days there are in an eighth of a block.
pub(crate) const EIGHTH_DAYS: i64 = 8;

/// How many days there are in a block.
pub(crate) const BLOCK_DAYS: i64 = 64;

/// How many quarters there are in an hour.
pub(crate) const HOUR: i64 = 4;

/// How many quarters there are in a day.
pub(crate) const DAY: i64 = Quarter::PER_DAY;

/// How many quarters there are in an eighth.
pub(crate) const EIGHTH: i64 = EIGHTH_DAYS * DAY;

/// How many quarters there are in a block.
pub(crate) const BLOCK: i64 = BLOCK_DAYS * DAY;

/// How many eighths there are in a block.
pub(crate) const EIGHTHS: i64 = BLOCK_DAYS / EIGHTH_DAYS;

/// How many parts of a day have their quarters in rows of their own, since days that begin at another hour than in UTC need those
/// of one part alone.
pub(crate) const PARTS: i64 = 4;

/// How many quarters there are in a part of a day.
pub(crate) const PART: i64 = DAY / PARTS;

/// The numbers of the periods of `length` in which these quarters lie.
pub(crate) fn periods(quarters: &std::ops::Range<i64>, length: i64) -> std::ops::Range<i64> {
    let first = quarters.start.div_euclid(length);
    if quarters.is_empty() {
        return first..first;
    }
    first..(quarters.end - 1).div_euclid(length) + 1
}
