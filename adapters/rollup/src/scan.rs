//! Which periods a query reads, and the buckets that their numbers go to.
//!
//! Buckets of days are computed from the numbers of days even when a day starts at another hour than in UTC: a part of each day is
//! moved to the adjacent bucket, and only the quarter hours of that part are read.

use std::ops::Range;

use korotko_core::click::{QuarterHour, Span};

/// The length of the periods that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A quarter hour.
    Quarter,
    /// A day in UTC.
    Day,
}

/// Periods of one length, and the buckets that their numbers go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RangeScan {
    pub(crate) grain: Grain,
    pub(crate) periods: Range<i64>,
    /// The quarter hours of each day to read, for periods of a quarter hour.
    pub(crate) of_day: Range<i64>,
    pub(crate) group_by: GroupBy,
    pub(crate) targets: Vec<Target>,
}

/// Which periods are added up before their numbers go to a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupBy {
    /// None: the number of a group is that of the period.
    None,
    /// The periods of a day: the number of a group is that of the day.
    Day,
    /// All periods: the number of the group is 0.
    All,
}

impl GroupBy {
    /// The number of the group that a period is in.
    pub(crate) fn number(self, period: i64) -> i64 {
        match self {
            Self::None => period,
            Self::Day => period.div_euclid(QuarterHour::PER_DAY),
            Self::All => 0,
        }
    }
}

/// The buckets that the numbers of groups go to: they are added, or subtracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) shift: i64,
    pub(crate) length: i64,
    pub(crate) sign: i64,
}

impl Target {
    /// One bucket for all groups.
    fn to(step: i64, sign: i64) -> Self {
        Self {
            shift: step,
            length: 1,
            sign,
        }
    }

    /// Bucket 0 for all groups.
    pub(crate) fn all() -> Self {
        Self::plain(0, i64::MAX)
    }

    /// Bucket `(q + offset).div_euclid(step)` for the quarter hour `q`.
    pub(crate) fn plain(offset: i64, step: i64) -> Self {
        Self {
            shift: offset,
            length: step,
            sign: 1,
        }
    }

    /// The bucket of a group.
    pub(crate) fn step(&self, number: i64) -> i64 {
        (number + self.shift).div_euclid(self.length)
    }
}

/// A span in bucket 0.
pub(crate) fn whole(span: &Span) -> Vec<RangeScan> {
    let days = RangeScan {
        group_by: GroupBy::All,
        ..RangeScan::plain(Grain::Day, span.days.clone(), Target::to(0, 1))
    };
    let days = Some(days).filter(|scan| !scan.periods.is_empty());
    let edges = span.quarters().flat_map(|edge| whole_edge(&edge, 0));
    edges.chain(days).collect()
}

/// Buckets of `step` quarter hours, shifted by `offset` quarter hours.
pub(crate) fn by_step(quarters: Range<i64>, offset: i64, step: i64) -> Vec<RangeScan> {
    let span = Span::new(QuarterHour(quarters.start), QuarterHour(quarters.end));
    let plain = Target::plain(offset, step);
    if step % QuarterHour::PER_DAY != 0 || span.days.is_empty() {
        return vec![RangeScan::plain(Grain::Quarter, quarters, plain)];
    }
    let length = step / QuarterHour::PER_DAY;
    let moved = DayShift::from_offset(offset);
    let to = |shift, sign| Target {
        shift,
        length,
        sign,
    };
    let edges = span.quarters().flat_map(|edge| {
        let step = plain.step(edge.start);
        if step == plain.step(edge.end - 1) {
            return whole_edge(&edge, step);
        }
        vec![RangeScan::plain(Grain::Quarter, edge, plain.clone())]
    });
    let whole = RangeScan::plain(Grain::Day, span.days.clone(), to(moved.from, 1));
    let mut scans: Vec<RangeScan> = edges.chain([whole]).collect();
    if !moved.quarters.is_empty() {
        scans.push(RangeScan {
            grain: Grain::Quarter,
            periods: span.days.start * QuarterHour::PER_DAY..span.days.end * QuarterHour::PER_DAY,
            of_day: moved.quarters,
            group_by: GroupBy::Day,
            targets: vec![to(moved.from, -1), to(moved.to, 1)],
        });
    }
    scans
}

/// Quarter hours that all go to one bucket. If they are the larger part of a day, the day is read and the other part is subtracted.
fn whole_edge(quarters: &Range<i64>, step: i64) -> Vec<RangeScan> {
    let mut scans = Vec::new();
    for (day, of_day) in by_day(quarters) {
        let all = |grain, periods, of_day, sign| RangeScan {
            grain,
            periods,
            of_day,
            group_by: GroupBy::All,
            targets: vec![Target::to(step, sign)],
        };
        let first = day * QuarterHour::PER_DAY;
        let mut add = |of_day: Range<i64>, sign| {
            if !of_day.is_empty() {
                let periods = first + of_day.start..first + of_day.end;
                scans.push(all(Grain::Quarter, periods, of_day, sign));
            }
        };
        if of_day.end - of_day.start <= QuarterHour::PER_DAY / 2 {
            add(of_day, 1);
        } else {
            add(0..of_day.start, -1);
            add(of_day.end..QuarterHour::PER_DAY, -1);
            scans.push(all(Grain::Day, day..day + 1, 0..QuarterHour::PER_DAY, 1));
        }
    }
    scans
}

/// The days of quarter hours, and the quarter hours of each day.
fn by_day(quarters: &Range<i64>) -> impl Iterator<Item = (i64, Range<i64>)> {
    let Range { start, end } = *quarters;
    let days = start.div_euclid(QuarterHour::PER_DAY)..=(end - 1).div_euclid(QuarterHour::PER_DAY);
    days.map(move |day| {
        let first = day * QuarterHour::PER_DAY;
        (
            day,
            (start - first).max(0)..(end - first).min(QuarterHour::PER_DAY),
        )
    })
}

impl RangeScan {
    fn plain(grain: Grain, periods: Range<i64>, target: Target) -> Self {
        Self {
            grain,
            periods,
            of_day: 0..QuarterHour::PER_DAY,
            group_by: GroupBy::None,
            targets: vec![target],
        }
    }

    /// Whether the scan reads this quarter hour of a day.
    pub(crate) fn has_of_day(&self, period: i64) -> bool {
        self.of_day
            .contains(&period.rem_euclid(QuarterHour::PER_DAY))
    }
}

/// The quarter hours of a day in UTC that belong to the adjacent day, and the shifts, in days, of the day's number and of theirs.
struct DayShift {
    quarters: Range<i64>,
    from: i64,
    to: i64,
}

impl DayShift {
    /// Moves the smaller part of the day.
    fn from_offset(offset: i64) -> Self {
        let days = offset.div_euclid(QuarterHour::PER_DAY);
        let late = QuarterHour::PER_DAY - offset.rem_euclid(QuarterHour::PER_DAY);
        if late >= QuarterHour::PER_DAY / 2 {
            Self {
                quarters: late..QuarterHour::PER_DAY,
                from: days,
                to: days + 1,
            }
        } else {
            Self {
                quarters: 0..late,
                from: days + 1,
                to: days,
            }
        }
    }
}
