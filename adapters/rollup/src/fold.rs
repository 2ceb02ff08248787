//! Adding clicks: to the row of their day while that is small, and then to rows of their hours.

use korotko_core::click::Tally;

use crate::content::Content;
use crate::facet::Facet;
use crate::key::{Address, Key, Place, Row, Subject};
use crate::merge::{Merge, Written};
use crate::period::{DAY, HOUR};

/// How many bytes the row of a day may have.
const MAX_DAY: usize = 4_096;

/// Tallies on their way into rows.
///
/// ```text
/// while fold.is_unfinished() { fold = fold.merge(rows of fold.keys()) and write what it answers }
/// ```
#[derive(Debug)]
pub struct Fold<'t> {
    /// Where each goes, in the order of addresses.
    tallies: Vec<(Address, &'t Tally)>,
}

impl<'t> Fold<'t> {
    /// To add these tallies, to the roll-ups of their links and of their owners.
    #[must_use]
    pub fn new(tallies: &'t [Tally]) -> Self {
        let days = tallies.iter().flat_map(|tally| {
            let owner = tally.owner.map(Subject::Owner);
            let subjects = [Some(Subject::Link(tally.link)), owner]
                .into_iter()
                .flatten();
            let place = Place::Day(Facet::Whole, tally.quarter.0.max(0) / DAY);
            subjects.map(move |subject| (Address { subject, place }, tally))
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

    /// Which rows are to be read next; none when all is added.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let addresses = self.by_address();
        addresses.map(|(address, _)| address.key()).collect()
    }

    /// What is to be written, where these rows were found; and what is left to be added.
    #[must_use]
    pub fn merge(self, found: &[Row]) -> (Written, Self) {
        let mut merge = Merge::new(found);
        let mut hours = Vec::new();
        for (address, tallies) in self.by_address() {
            let tallies = tallies.iter().map(|(_, tally)| *tally);
            let is_day = matches!(address.place, Place::Day(..));
            if is_day && merge.weight(address) + weight(tallies.clone()) > MAX_DAY {
                let subject = address.subject;
                hours.extend(tallies.map(|tally| {
                    let place = Place::Hour(tally.quarter.0.max(0) / HOUR);
                    (Address { subject, place }, tally)
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

/// By how many bytes these make a row larger, at the most.
fn weight<'t>(tallies: impl Iterator<Item = &'t Tally>) -> usize {
    let of = |tally: &Tally| {
        let values = tally.values.iter();
        let values = values.map(|((_, value), _)| value.len() + 10);
        4 + values.sum::<usize>()
    };
    tallies.map(of).sum()
}
