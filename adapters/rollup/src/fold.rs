//! Folding: adds clicks to the row of their day while that row is small, and to rows of their hours after that.

use korotko_core::click::Tally;

use crate::content::Content;
use crate::facet::Facet;
use crate::key::{Address, Key, Level, Row, Subject};
use crate::merge::{Merge, Written};
use crate::period::{DAY, HOUR};

/// The maximum size of a day's row, in bytes.
const MAX_DAY: usize = 4_096;

/// Tallies that are being added to rows.
///
/// ```text
/// while !fold.keys().is_empty() { read the rows of fold.keys(); (written, fold) = fold.merge(rows); write the rows of written }
/// ```
#[derive(Debug)]
pub struct Fold<'t> {
    /// Each tally with its address, in ascending order of addresses.
    tallies: Vec<(Address, &'t Tally)>,
}

impl<'t> Fold<'t> {
    /// Adds these tallies to the roll-ups of their links and owners.
    #[must_use]
    pub fn new(tallies: &'t [Tally]) -> Self {
        let days = tallies.iter().flat_map(|tally| {
            let owner = tally.owner.map(Subject::Owner);
            let subjects = [Some(Subject::Link(tally.link)), owner]
                .into_iter()
                .flatten();
            let level = Level::Day(Facet::Whole, tally.quarter.0.max(0) / DAY);
            subjects.map(move |subject| (Address { subject, level }, tally))
        });
        Self::sorted(days.collect())
    }

    fn sorted(mut tallies: Vec<(Address, &'t Tally)>) -> Self {
        tallies.sort_by_key(|(address, _)| *address);
        Self { tallies }
    }

    fn by_address(&self) -> impl Iterator<Item = (Address, &[(Address, &'t Tally)])> {
        let rows = self.tallies.chunk_by(|(one, _), (next, _)| one == next);
        rows.filter_map(|row| row.first().map(|(address, _)| (*address, row)))
    }

    /// The keys of the rows to read next; empty when all tallies are added.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let addresses = self.by_address();
        addresses.map(|(address, _)| address.key()).collect()
    }

    /// The rows to write, and the tallies that remain to be added. `found` are the rows that exist under the [keys](Self::keys).
    #[must_use]
    pub fn merge(self, found: &[Row]) -> (Written, Self) {
        let mut merge = Merge::new(found);
        let mut hours = Vec::new();
        for (address, tallies) in self.by_address() {
            let tallies = tallies.iter().map(|(_, tally)| *tally);
            let is_day = matches!(address.level, Level::Day(..));
            if is_day && merge.weight(address) + weight(tallies.clone()) > MAX_DAY {
                let subject = address.subject;
                hours.extend(tallies.map(|tally| {
                    let level = Level::Hour(tally.quarter.0.max(0) / HOUR);
                    (Address { subject, level }, tally)
                }));
                continue;
            }
            let mut content = Content::default();
            tallies.for_each(|tally| content.add_tally(tally));
            merge.put(address, content);
        }
        (merge.written, Self::sorted(hours))
    }
}

/// The maximum number of bytes by which these tallies enlarge a row.
fn weight<'t>(tallies: impl Iterator<Item = &'t Tally>) -> usize {
    let of = |tally: &Tally| {
        let values = tally.values.iter();
        let values = values.map(|((_, value), _)| value.len() + 10);
        4 + values.sum::<usize>()
    };
    tallies.map(of).sum()
}
