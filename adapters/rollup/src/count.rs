//! How many clicks there are, in steps of time or of each subject.

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
use crate::series;
use crate::take::{self, Grain, Posting, Take};
use crate::unreadable::Unreadable;
use crate::unsettled::Unsettled;

/// Asks how many clicks there are of some quarters of an hour.
#[derive(Debug, Clone)]
pub struct CountQuestion {
    quarters: Range<i64>,
    /// To which step a quarter belongs.
    step: Posting,
    /// By which periods, and how put together, what is settled is read.
    takes: Vec<Take>,
}

/// Numbers of steps, of each step any number of times. What is moved from a step to another is negative in the one.
type Steps = Vec<(i64, [i64; 4])>;

impl CountQuestion {
    /// All together.
    #[must_use]
    pub fn whole(span: &Span) -> Self {
        Self {
            quarters: span.all_quarters(),
            step: Posting::all(),
            takes: take::whole(span),
        }
    }

    /// In each step of `step` quarters, where quarter `q` is in step `(q + offset).div_euclid(step)`.
    #[must_use]
    pub fn by_step(quarters: Range<i64>, offset: i64, step: i64) -> Self {
        Self {
            step: Posting::plain(offset, step),
            takes: take::by_step(quarters.clone(), offset, step),
            quarters,
        }
    }

    /// Which rows of these subjects are to be read, where these are all partitions of periods that have any.
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

    /// The facets, and the blocks of each that have what is asked for.
    fn settled(&self) -> Vec<(Facet, Range<i64>)> {
        let mut settled = vec![(Facet::Whole, periods(&self.quarters, BLOCK))];
        for facet in [Facet::Days].into_iter().chain((0..PARTS).map(Facet::Part)) {
            let takes = self.takes.iter().filter(|take| take.reads(facet));
            let blocks: BTreeSet<i64> = takes
                .flat_map(|take| periods(&take.quarters(), BLOCK))
                .collect();
            let blocks: Vec<i64> = blocks.into_iter().collect();
            let ranges = blocks.chunk_by(|one, next| one + 1 == *next);
            let ranges = ranges.filter_map(|blocks| Some(*blocks.first()?..blocks.last()? + 1));
            settled.extend(ranges.map(|blocks| (facet, blocks)));
        }
        settled
    }

    /// The counts of each step that has any, in ascending order.
    #[must_use]
    pub fn by_step_of(&self, rows: &[Row]) -> Answer<Vec<(i64, Counts)>> {
        self.sum(rows, |_, step| step)
    }

    /// The counts of each subject that has any.
    #[must_use]
    pub fn by_subject_of(&self, rows: &[Row]) -> Answer<Vec<(Subject, Counts)>> {
        self.sum(rows, |subject, _| subject)
    }

    /// All together.
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
            Facet::Days => self.add_taken(facet, bytes, &days(&quarters), steps),
            Facet::Part(_) => self.add_taken(facet, bytes, &quarters, steps),
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

    fn add_taken(
        &self,
        facet: Facet,
        bytes: &[u8],
        range: &Range<i64>,
        steps: &mut Steps,
    ) -> Option<()> {
        for take in self.takes.iter().filter(|take| take.reads(facet)) {
            let mut run = Run::default();
            let mut post = |number, numbers: [i64; 4]| {
                for posting in &take.postings {
                    let numbers = numbers.map(|number| posting.sign * number);
                    steps.push((posting.step(number), numbers));
                }
            };
            let each = |period, counts| {
                if period >= take.periods.end {
                    return ControlFlow::Break(());
                }
                if period >= take.periods.start && take.has(period) {
                    run.add(take.together.number(period), counts, &mut post);
                }
                ControlFlow::Continue(())
            };
            series::decode(bytes, range, each)?;
            post(run.number, numbers(run.sum));
        }
        Some(())
    }
}

impl Take {
    /// Whether it reads rows of this facet.
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

/// Numbers of neighbours that go together: they are added up before they are put where they belong, which costs more.
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

/// Less than nothing is left where of two rows of the same clicks one could not be read.
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
