//! The periods of the levels: an hour, a day in UTC, an eighth of a block (8 days) and a block (64 days). All are counted from
//! 1970-01-01T00:00Z, and each is contained in one of the next level.

use korotko_core::click::QuarterHour;

/// Days in an eighth of a block.
pub(crate) const EIGHTH_DAYS: i64 = 8;

/// Days in a block.
pub(crate) const BLOCK_DAYS: i64 = 64;

/// Quarter hours in an hour.
pub(crate) const HOUR: i64 = 4;

/// Quarter hours in a day.
pub(crate) const DAY: i64 = QuarterHour::PER_DAY;

/// Quarter hours in an eighth.
pub(crate) const EIGHTH: i64 = EIGHTH_DAYS * DAY;

/// Quarter hours in a block.
pub(crate) const BLOCK: i64 = BLOCK_DAYS * DAY;

/// Eighths in a block.
pub(crate) const EIGHTHS: i64 = BLOCK_DAYS / EIGHTH_DAYS;

/// The parts of a day whose quarter hours are in rows of their own: a query by days of another time zone needs those of one part
/// only.
pub(crate) const PARTS: i64 = 4;

/// Quarter hours in a part of a day.
pub(crate) const PART: i64 = DAY / PARTS;

/// The numbers of the periods of `length` that contain these quarter hours.
pub(crate) fn periods(quarters: &std::ops::Range<i64>, length: i64) -> std::ops::Range<i64> {
    let first = quarters.start.div_euclid(length);
    if quarters.is_empty() {
        return first..first;
    }
    first..(quarters.end - 1).div_euclid(length) + 1
}
