//! The number of clicks, by time bucket or by subject.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::{ControlFlow, Range};

use foldhash::fast::RandomState;
use korotko_core::click::{Counts, Span};

use crate::answer::Answer;
use crate::content::{days, sections};
use crate::facet::Facet;
use crate::key::{Address, KeyRange, Row, Subject};
use crate::period::{BLOCK, DAY, PART, PARTS, periods};
use crate::scan::{self, Grain, RangeScan, Target};
use crate::series;
use crate::unreadable::Unreadable;
use crate::unsettled::Unsettled;

/// A query for the number of clicks in a range of quarter hours.
#[derive(Debug, Clone)]
pub struct CountQuery {
    quarters: Range<i64>,
    /// The bucket of a quarter hour.
    step: Target,
    /// How settled rows are read.
    scans: Vec<RangeScan>,
}

/// Numbers by bucket; a bucket may occur more than once. A number that moves to another bucket is negative in the first.
type Steps = Vec<(i64, [i64; 4])>;

impl CountQuery {
    /// One total.
    #[must_use]
    pub fn whole(span: &Span) -> Self {
        Self {
            quarters: span.all_quarters(),
            step: Target::all(),
            scans: scan::whole(span),
        }
    }

    /// Buckets of `step` quarter hours: quarter hour `q` is in bucket `(q + offset).div_euclid(step)`.
    #[must_use]
    pub fn by_step(quarters: Range<i64>, offset: i64, step: i64) -> Self {
        Self {
            step: Target::plain(offset, step),
            scans: scan::by_step(quarters.clone(), offset, step),
            quarters,
        }
    }

    /// The rows to read for these subjects. `partitions` are the partitions of periods that have rows.
    #[must_use]
    pub fn ranges(&self, subjects: &[Subject], partitions: &[i64]) -> Vec<KeyRange> {
        if self.quarters.is_empty() {
            return Vec::new();
        }
        let settled = self.settled();
        let facets = settled.iter().map(|(facet, _)| *facet);
        let mut of_eighths: Vec<_> = facets.filter(|facet| *facet != Facet::Whole).collect();
        of_eighths.dedup();
        let (quarters, facet) = (&self.quarters, Facet::Quarters);
        let unsettled = Unsettled::new(quarters, facet, &of_eighths, partitions);
        unsettled.with(&settled, subjects)
    }

    /// The facets to read, each with its blocks.
    fn settled(&self) -> Vec<(Facet, Range<i64>)> {
        let mut settled = vec![(Facet::Whole, periods(&self.quarters, BLOCK))];
        for facet in [Facet::Days].into_iter().chain((0..PARTS).map(Facet::Part)) {
            let scans = self.scans.iter().filter(|scan| scan.reads(facet));
            let blocks: BTreeSet<i64> = scans
                .flat_map(|scan| periods(&scan.quarters(), BLOCK))
                .collect();
            let blocks: Vec<i64> = blocks.into_iter().collect();
            let ranges = blocks.chunk_by(|one, next| one + 1 == *next);
            let ranges = ranges.filter_map(|blocks| Some(*blocks.first()?..blocks.last()? + 1));
            settled.extend(ranges.map(|blocks| (facet, blocks)));
        }
        settled
    }

    /// The counts of each bucket that has clicks, in ascending order.
    #[must_use]
    pub fn by_step_of(&self, rows: &[Row]) -> Answer<Vec<(i64, Counts)>> {
        self.sum(rows, |_, step| step)
    }

    /// The counts of each subject that has clicks.
    #[must_use]
    pub fn by_subject_of(&self, rows: &[Row]) -> Answer<Vec<(Subject, Counts)>> {
        self.sum(rows, |subject, _| subject)
    }

    /// The total.
    #[must_use]
    pub fn sum_of(&self, rows: &[Row]) -> Answer<Counts> {
        let Answer { sums, unreadable } = self.sum(rows, |_, _| ());
        let sums = sums.into_iter().map(|((), counts)| counts).sum();
        Answer { sums, unreadable }
    }

    fn sum<K: Ord + Hash>(
        &self,
        rows: &[Row],
        key: impl Fn(Subject, i64) -> K,
    ) -> Answer<Vec<(K, Counts)>> {
        let mut sums: HashMap<K, [i64; 4], RandomState> = HashMap::default();
        let mut unreadable = Vec::new();
        let mut steps = Steps::new();
        for row in rows {
            let Some(address) = Address::from_key(row.key) else {
                continue;
            };
            steps.clear();
            if self.read(address, &row.data, &mut steps).is_none() {
                unreadable.push(Unreadable::new(address));
                continue;
            }
            for (step, numbers) in &steps {
                let sum = sums.entry(key(address.subject, *step)).or_default();
                for (sum, number) in sum.iter_mut().zip(numbers) {
                    *sum = sum.saturating_add(*number);
                }
            }
        }
        let sums = sums.into_iter().filter(|(_, numbers)| *numbers != [0; 4]);
        let mut sums: Vec<_> = sums.map(|(key, sum)| (key, counts(sum))).collect();
        sums.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Answer { sums, unreadable }
    }

    fn read(&self, address: Address, data: &[u8], steps: &mut Steps) -> Option<()> {
        let quarters = address.quarters();
        sections(data, |facet, bytes| match facet {
            Facet::Quarters => self.add_quarters(bytes, &quarters, steps),
            Facet::Days => self.add_scanned(facet, bytes, &days(&quarters), steps),
            Facet::Part(_) => self.add_scanned(facet, bytes, &quarters, steps),
            _ => Some(()),
        })
    }

    fn add_quarters(&self, bytes: &[u8], range: &Range<i64>, steps: &mut Steps) -> Option<()> {
        let mut run = Run::default();
        let each = |quarter, counts| {
            if quarter >= self.quarters.end {
                return ControlFlow::Break(());
            }
            if quarter >= self.quarters.start {
                run.add(self.step.step(quarter), counts, |step, numbers| {
                    steps.push((step, numbers));
                });
            }
            ControlFlow::Continue(())
        };
        series::decode(bytes, range, each)?;
        steps.push((run.number, numbers(run.sum)));
        Some(())
    }

    fn add_scanned(
        &self,
        facet: Facet,
        bytes: &[u8],
        range: &Range<i64>,
        steps: &mut Steps,
    ) -> Option<()> {
        for scan in self.scans.iter().filter(|scan| scan.reads(facet)) {
            let mut run = Run::default();
            let mut post = |number, numbers: [i64; 4]| {
                for target in &scan.targets {
                    let numbers = numbers.map(|number| target.sign * number);
                    steps.push((target.step(number), numbers));
                }
            };
            let each = |period, counts| {
                if period >= scan.periods.end {
                    return ControlFlow::Break(());
                }
                if period >= scan.periods.start && scan.has(period) {
                    run.add(scan.group_by.number(period), counts, &mut post);
                }
                ControlFlow::Continue(())
            };
            series::decode(bytes, range, each)?;
            post(run.number, numbers(run.sum));
        }
        Some(())
    }
}

impl RangeScan {
    /// Whether the scan reads rows of this facet.
    fn reads(&self, facet: Facet) -> bool {
        match (self.grain, facet) {
            (Grain::Day, Facet::Days) => true,
            (Grain::Quarter, Facet::Part(part)) => {
                let of_day = part * PART..(part + 1) * PART;
                of_day.start < self.of_day.end && self.of_day.start < of_day.end
            }
            _ => false,
        }
    }

    fn quarters(&self) -> Range<i64> {
        let Range { start, end } = self.periods;
        match self.grain {
            Grain::Quarter => start..end,
            Grain::Day => start * DAY..end * DAY,
        }
    }

    fn has(&self, period: i64) -> bool {
        self.grain == Grain::Day || self.has_of_day(period)
    }
}

/// Adds up neighbours that go to the same buckets, since looking up a bucket is the slower part.
#[derive(Default)]
struct Run {
    number: i64,
    sum: Counts,
}

impl Run {
    #[inline]
    fn add(&mut self, number: i64, counts: Counts, done: impl FnOnce(i64, [i64; 4])) {
        if number != self.number {
            if !self.sum.is_empty() {
                done(self.number, numbers(self.sum));
            }
            *self = Self {
                number,
                sum: Counts::default(),
            };
        }
        self.sum += counts;
    }
}

fn numbers(counts: Counts) -> [i64; 4] {
    let numbers = [counts.humans, counts.bots, counts.previews, counts.visitors];
    numbers.map(|number| i64::try_from(number).unwrap_or(i64::MAX))
}

/// A number may be negative when one of two rows with the same clicks could not be read; it becomes zero.
fn counts(numbers: [i64; 4]) -> Counts {
    let [humans, bots, previews, visitors] =
        numbers.map(|number| u64::try_from(number).unwrap_or_default());
    Counts {
        humans,
        bots,
        previews,
        visitors,
    }
}
