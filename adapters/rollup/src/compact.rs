//! Compaction: merges the rows of a completed period into those of the next level.

use std::collections::BTreeMap;

use korotko_core::click::Day;

use crate::content::Content;
use crate::facet::Facet;
use crate::key::{Address, Key, KeyRange, Level, Partition, Row, Subject};
use crate::merge::{Merge, Written};
use crate::period::{DAY, EIGHTH_DAYS, EIGHTHS, HOUR};

/// A subject with at most this many bytes in an eighth skips a level.
const MAX_SMALL: usize = 1_024;

/// The least number of rows to read at a time: more than a subject has in any partition of a period.
pub const MIN_ROWS: usize = 500;

/// The rows to compact next: the first of this range, [`MIN_ROWS`] or more. `None` when every period that ended before `before` is compacted.
/// `partitions` are the partitions that have rows.
#[must_use]
pub fn next_to_compact(partitions: &[i64], before: Day) -> Option<KeyRange> {
    let known = partitions
        .iter()
        .filter_map(|it| Partition::from_number(*it));
    let complete = known.filter(|partition| partition.end() <= before);
    complete.min().map(|partition| KeyRange {
        partition: partition.number(),
        sort: 0..=i64::MAX,
    })
}

/// The content of a row to write.
#[derive(Debug)]
enum Draft<'b> {
    /// Merged clicks.
    Content(Content<'b>),
    /// The bytes of another row of the same facet and period.
    Row(Address, &'b [u8]),
}

/// The rows of some subjects, on their way to the next level.
#[derive(Debug)]
pub struct Compaction<'r> {
    drafts: BTreeMap<Address, Draft<'r>>,
    written: Written,
    done: Option<KeyRange>,
}

impl<'r> Compaction<'r> {
    /// Compacts rows: the first `limit` of a partition, in ascending order of their keys.
    #[must_use]
    pub fn new(rows: &'r [Row], limit: usize) -> Self {
        let mut compaction = Self {
            drafts: BTreeMap::new(),
            written: Written::default(),
            done: None,
        };
        let rows = complete(rows, limit);
        for rows in rows.chunk_by(|one, next| subject(one) == subject(next)) {
            compaction.add(rows);
        }
        compaction.done = rows.first().zip(rows.last()).map(|(first, last)| KeyRange {
            partition: first.key.partition,
            sort: first.key.sort..=last.key.sort,
        });
        compaction
    }

    /// The keys of the rows to read.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        self.drafts.keys().map(|address| address.key()).collect()
    }

    /// The range to delete, and then the rows to write. `found` are the rows that exist under the [keys](Self::keys).
    #[must_use]
    pub fn merge(self, found: &[Row]) -> (Option<KeyRange>, Written) {
        let mut merge = Merge::new(found);
        merge.written = self.written;
        for (address, draft) in self.drafts {
            match draft {
                Draft::Content(content) => merge.put(address, content),
                Draft::Row(from, data) => merge.put_row(address, from, data),
            }
        }
        (self.done, merge.written)
    }

    /// Adds the rows of one subject.
    fn add(&mut self, rows: &'r [Row]) {
        let known = rows.iter();
        let known = known.filter_map(|row| Some((Address::from_key(row.key)?, &*row.data)));
        let mut content = Content::default();
        let mut last = None;
        for (address, data) in known {
            if let Level::Eighth(facet @ Facet::Values(_), eighth) = address.level {
                // Copied unchanged.
                let level = Level::Settled(facet, eighth);
                let settled = Address { level, ..address };
                self.drafts.insert(settled, Draft::Row(address, data));
            } else if content.add_row(address, data).is_some() {
                last = Some(address);
            } else {
                self.written.set_aside(address, data);
            }
        }
        content.settle();
        if let Some(Address { subject, level }) = last {
            for (level, content) in merged(level, content) {
                let address = Address { subject, level };
                self.drafts.insert(address, Draft::Content(content));
            }
        }
    }
}

/// The levels and contents that the clicks of one subject move to.
fn merged(from: Level, content: Content<'_>) -> Vec<(Level, Content<'_>)> {
    let at = |level: fn(Facet, i64) -> Level, period: i64, parts: Vec<(Facet, _)>| {
        let parts = parts.into_iter();
        parts
            .map(|(facet, part)| (level(facet, period), part))
            .collect()
    };
    match from {
        Level::Hour(hour) => at(Level::Day, hour * HOUR / DAY, content.split_day()),
        Level::Day(_, day) if content.weight() <= MAX_SMALL => {
            let block = day / EIGHTH_DAYS / EIGHTHS;
            at(Level::Settled, block, vec![(Facet::Whole, content)])
        }
        Level::Day(_, day) => at(Level::Eighth, day / EIGHTH_DAYS, content.split_eighth()),
        Level::Eighth(_, eighth) | Level::Settled(_, eighth) => {
            at(Level::Settled, eighth / EIGHTHS, content.split_block())
        }
    }
}

/// All rows except those of the last subject if more of its rows may follow.
fn complete(rows: &[Row], limit: usize) -> &[Row] {
    if rows.len() < limit {
        return rows;
    }
    let last = rows.last().map(subject);
    let end = rows.iter().rposition(|row| Some(subject(row)) != last);
    end.map_or(rows, |end| &rows[..=end])
}

fn subject(row: &Row) -> Option<Subject> {
    Address::from_key(row.key).map(|address| address.subject)
}
