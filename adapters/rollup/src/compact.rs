//! Compaction: the rows of a period that is complete are merged into those of the level above.

use std::collections::BTreeMap;

use korotko_core::click::Day;

use crate::content::Content;
use crate::facet::Facet;
use crate::key::{Address, Key, KeyRange, Partition, Place, Row, Subject};
use crate::merge::{Merge, Written};
use crate::period::{DAY, EIGHTH_DAYS, EIGHTHS, HOUR};

/// A subject with no more bytes than this in an eighth skips a level.
const MAX_SMALL: usize = 1_024;

/// How many rows are read at a time: more than one subject has in any partition of a period.
pub const MAX_ROWS: usize = 500;

/// The rows to be compacted next, up to [`MAX_ROWS`] from the first on; `None` when all periods that ended before `before` are done,
/// of which the partitions with any rows are these.
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

/// What one row will hold.
#[derive(Debug)]
enum Draft<'b> {
    /// Clicks that were put together.
    Content(Content<'b>),
    /// The bytes of another row of the same facet and period.
    Row(Address, &'b [u8]),
}

/// The rows of some subjects on their way to the level above.
#[derive(Debug)]
pub struct Compaction<'r> {
    drafts: BTreeMap<Address, Draft<'r>>,
    written: Written,
    done: Option<KeyRange>,
}

impl<'r> Compaction<'r> {
    /// Compacts the rows that were found first in a partition, in the order of their keys.
    #[must_use]
    pub fn new(rows: &'r [Row]) -> Self {
        let mut compaction = Self {
            drafts: BTreeMap::new(),
            written: Written::default(),
            done: None,
        };
        let rows = complete(rows);
        for rows in rows.chunk_by(|one, next| subject(one) == subject(next)) {
            compaction.add(rows);
        }
        compaction.done = rows.first().zip(rows.last()).map(|(first, last)| KeyRange {
            partition: first.key.partition,
            sort: first.key.sort..=last.key.sort,
        });
        compaction
    }

    /// Which rows are to be read.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        self.drafts.keys().map(|address| address.key()).collect()
    }

    /// What is to be removed, and then what is to be written, where these rows were found.
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
            if let Place::Eighth(facet @ Facet::Values(_), eighth) = address.place {
                // They stay as they are.
                let place = Place::Settled(facet, eighth);
                let settled = Address { place, ..address };
                self.drafts.insert(settled, Draft::Row(address, data));
            } else if content.add_row(address, data).is_some() {
                last = Some(address);
            } else {
                self.written.set_aside(address, data);
            }
        }
        content.settle();
        if let Some(Address { subject, place }) = last {
            for (place, content) in merged(place, content) {
                let address = Address { subject, place };
                self.drafts.insert(address, Draft::Content(content));
            }
        }
    }
}

/// Where the clicks of a subject go that were in rows of this level.
fn merged(from: Place, content: Content<'_>) -> Vec<(Place, Content<'_>)> {
    let at = |place: fn(Facet, i64) -> Place, period: i64, parts: Vec<(Facet, _)>| {
        let parts = parts.into_iter();
        parts
            .map(|(facet, part)| (place(facet, period), part))
            .collect()
    };
    match from {
        Place::Hour(hour) => at(Place::Day, hour * HOUR / DAY, content.split_day()),
        Place::Day(_, day) if content.weight() <= MAX_SMALL => {
            let block = day / EIGHTH_DAYS / EIGHTHS;
            at(Place::Settled, block, vec![(Facet::Whole, content)])
        }
        Place::Day(_, day) => at(Place::Eighth, day / EIGHTH_DAYS, content.split_eighth()),
        Place::Eighth(_, eighth) | Place::Settled(_, eighth) => {
            at(Place::Settled, eighth / EIGHTHS, content.split_block())
        }
    }
}

/// The rows of all subjects but the last where more of its rows may follow.
fn complete(rows: &[Row]) -> &[Row] {
    if rows.len() < MAX_ROWS {
        return rows;
    }
    let last = rows.last().map(subject);
    let end = rows.iter().rposition(|row| Some(subject(row)) != last);
    end.map_or(rows, |end| &rows[..=end])
}

fn subject(row: &Row) -> Option<Subject> {
    Address::from_key(row.key).map(|address| address.subject)
}
