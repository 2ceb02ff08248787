//! Adding clicks: to the row of their day while that is small, and then to rows of their quarters.

use std::collections::BTreeMap;

use korotko_core::click::Tally;

use crate::content::Content;
use crate::facet::Facet;
use crate::key::{Address, Key, Place, Row, Subject};
use crate::merge::{Draft, Written, by_key, merge};
use crate::period::DAY;

/// How many bytes the row of a day may have.
const MAX_DAY: usize = 4_096;

/// Tallies on their way into rows.
///
/// ```text
/// while fold.is_unfinished() { fold = fold.merge(rows of fold.keys()) and write what it answers }
/// ```
#[derive(Debug)]
pub struct Fold<'t> {
    tallies: BTreeMap<Address, Vec<&'t Tally>>,
}

impl<'t> Fold<'t> {
    /// To add these tallies, to the roll-ups of their links and of their owners.
    #[must_use]
    pub fn new(tallies: &'t [Tally]) -> Self {
        let mut days: BTreeMap<Address, Vec<&'t Tally>> = BTreeMap::new();
        for tally in tallies {
            let day = tally.quarter.0.max(0) / DAY;
            let subjects = [
                Some(Subject::Link(tally.link)),
                tally.owner.map(Subject::Owner),
            ];
            for subject in subjects.into_iter().flatten() {
                let place = Place::Day(Facet::Whole, day);
                days.entry(Address { subject, place })
                    .or_default()
                    .push(tally);
            }
        }
        Self { tallies: days }
    }

    /// Which rows are to be read next; none when all is added.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        self.tallies.keys().map(|address| address.key()).collect()
    }

    /// What is to be written, where these rows were found; and what is left to be added.
    #[must_use]
    pub fn merge(self, found: &[Row]) -> (Written, Self) {
        let mut written = Written::default();
        let mut quarters: BTreeMap<Address, Vec<&'t Tally>> = BTreeMap::new();
        let mut drafts = BTreeMap::new();
        let known = by_key(found);
        for (address, tallies) in self.tallies {
            let old = known.get(&address.key());
            let weight = old.map_or(0, |old| old.len()) + weight(&tallies);
            let is_day = matches!(address.place, Place::Day(..));
            if is_day && weight > MAX_DAY {
                split(address.subject, &tallies, &mut quarters);
                continue;
            }
            let mut content = Content::default();
            for tally in tallies {
                content.add_tally(tally);
            }
            drafts.insert(address, Draft::Content(content));
        }
        merge(drafts, found, &mut written);
        (written, Self { tallies: quarters })
    }
}

/// By how many bytes these make a row larger, at the most.
fn weight(tallies: &[&Tally]) -> usize {
    let values = tallies.iter().flat_map(|tally| tally.values.keys());
    let values = values.map(|(_, value)| value.len() + 10).sum::<usize>();
    4 * tallies.len() + values
}

fn split<'t>(
    subject: Subject,
    tallies: &[&'t Tally],
    quarters: &mut BTreeMap<Address, Vec<&'t Tally>>,
) {
    for tally in tallies {
        let place = Place::Quarter(tally.quarter.0.max(0));
        quarters
            .entry(Address { subject, place })
            .or_default()
            .push(tally);
    }
}
