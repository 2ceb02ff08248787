//! What a sweep has to do, in parts: each is a unit of its own, so short that whoever waits to write hardly notices.

use chrono::TimeDelta;

use super::Jobs;
use crate::click::Day;
use crate::pace::rest_since;
use crate::ports::{StoreError, Timestamp, UnitOfWork};

/// How many rows the first part of a chore is about, and how many the largest is.
const FIRST_PART: u64 = 100;
const MAX_PART: u64 = 5_000;

/// How long a part should hold the store. What one row costs depends on what goes with it, and on the machine; so the next part
/// is half as large when one took longer, and twice as large when it took less than a quarter.
const PART_TIME: TimeDelta = TimeDelta::milliseconds(100);

/// How many parts of one chore there are in one sweep; the rest is left to the next.
const MAX_PARTS: u32 = 20_000;

/// One kind of thing that a sweep removes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chore {
    Visits(Day),
    LapsedAccounts {
        sent_until: Timestamp,
        now: Timestamp,
    },
    BrokenImports(Timestamp),
    Leftovers,
    Trash(Timestamp),
    Tombstones(Timestamp),
    DoneJobs(Timestamp),
    Reports(Timestamp),
    Positions(Timestamp),
}

impl Chore {
    /// Does a part of about `limit` rows; says how many there were, and 0 when nothing was left.
    async fn carry_out(self, unit: &dyn UnitOfWork, limit: u64) -> Result<u64, StoreError> {
        match self {
            Self::Visits(before) => unit.clicks().delete_visits(before, limit).await,
            Self::LapsedAccounts { sent_until, now } => {
                unit.users().delete_lapsed(sent_until, now, limit).await
            }
            Self::BrokenImports(since) => unit.imports().remove_given_up(since, limit).await,
            Self::Leftovers => unit.tombstones().remove_leftovers(limit).await,
            Self::Trash(until) => unit.tombstones().clear(until, limit).await,
            Self::Tombstones(until) => unit.tombstones().delete(until, limit).await,
            Self::DoneJobs(until) => unit.jobs().delete_done(until, limit).await,
            Self::Reports(until) => unit.reports().delete_finished(until, limit).await,
            Self::Positions(until) => unit.click_logs().delete_positions(until).await,
        }
    }
}

impl Jobs {
    /// Does a chore until nothing is left of it; says how many rows there were.
    pub(super) async fn carry_out_chore(&self, chore: Chore) -> Result<u64, StoreError> {
        let mut size = FIRST_PART;
        let mut total = 0;
        for _ in 0..MAX_PARTS {
            let unit = self.ports.store.begin().await?;
            let began = self.ports.clock.now();
            let part = chore.carry_out(&*unit, size).await?;
            if part == 0 {
                break;
            }
            unit.commit().await?;
            total += part;
            let took = rest_since(&*self.ports.clock, began).await;
            size = next_size(size, took);
        }
        Ok(total)
    }
}

fn next_size(size: u64, took: TimeDelta) -> u64 {
    if took > PART_TIME {
        (size / 2).max(1)
    } else if took < PART_TIME / 4 {
        (size * 2).min(MAX_PART)
    } else {
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_took_long_is_followed_by_a_smaller_one() {
        let after = |size, millis| next_size(size, TimeDelta::milliseconds(millis));
        assert_eq!(after(400, 101), 200);
        assert_eq!(after(400, 100), 400);
        assert_eq!(after(400, 25), 400);
        assert_eq!(after(400, 24), 800);
        assert_eq!(after(MAX_PART, 0), MAX_PART);
        assert_eq!(after(1, 5_000), 1);
    }
}
