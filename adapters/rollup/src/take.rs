//! Which stretches of time are read, and where their numbers go.
//!
//! Steps of days are made of the numbers of days, also where days begin at another hour than in UTC: of each day a part is moved
//! to the day beside it, and only the quarters of that part are read.

use std::ops::Range;

use korotko_core::click::{Quarter, Span};

/// How long the periods are that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A quarter of an hour.
    Quarter,
    /// A day of UTC.
    Day,
}

/// Stretches of one length, and the steps that their numbers go into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) grain: Grain,
    pub(crate) periods: Range<i64>,
    /// Which quarters of each day, where these are quarters.
    pub(crate) of_day: Range<i64>,
    pub(crate) together: Together,
    pub(crate) postings: Vec<Posting>,
}

/// Which stretches go together, into one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Together {
    /// None: each goes by its number.
    None,
    /// Those of a day, by its number.
    Day,
    /// All, by the number 0.
    All,
}

impl Together {
    /// By which number a stretch goes.
    pub(crate) fn number(self, period: i64) -> i64 {
        match self {
            Self::None => period,
            Self::Day => period.div_euclid(Quarter::PER_DAY),
            Self::All => 0,
        }
    }
}

/// Where the numbers of what goes together go: added to a step, or taken from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) shift: i64,
    pub(crate) length: i64,
    pub(crate) sign: i64,
}

impl Posting {
    /// To this step, whatever it is.
    fn to(step: i64, sign: i64) -> Self {
        Self {
            shift: step,
            length: 1,
            sign,
        }
    }

    /// Everything to step 0.
    pub(crate) fn all() -> Self {
        Self::plain(0, i64::MAX)
    }

    /// The quarter `q` to step `(q + offset).div_euclid(step)`.
    pub(crate) fn plain(offset: i64, step: i64) -> Self {
        Self {
            shift: offset,
            length: step,
            sign: 1,
        }
    }

    /// To which step the number goes.
    pub(crate) fn step(&self, number: i64) -> i64 {
        (number + self.shift).div_euclid(self.length)
    }
}

/// A span, all of it in step 0.
pub(crate) fn whole(span: &Span) -> Vec<Take> {
    let days = Take {
        together: Together::All,
        ..Take::plain(Grain::Day, span.days.clone(), Posting::to(0, 1))
    };
    let days = Some(days).filter(|take| !take.periods.is_empty());
    let edges = span.quarters().flat_map(|edge| whole_edge(&edge, 0));
    edges.chain(days).collect()
}

/// Steps of `step` quarters, `offset` quarters on.
pub(crate) fn by_step(quarters: Range<i64>, offset: i64, step: i64) -> Vec<Take> {
    let span = Span::new(Quarter(quarters.start), Quarter(quarters.end));
    let plain = Posting::plain(offset, step);
    if step % Quarter::PER_DAY != 0 || span.days.is_empty() {
        return vec![Take::plain(Grain::Quarter, quarters, plain)];
    }
    let length = step / Quarter::PER_DAY;
    let moved = Move::of(offset);
    let to = |shift, sign| Posting {
        shift,
        length,
        sign,
    };
    let edges = span.quarters().flat_map(|edge| {
        let step = plain.step(edge.start);
        if step == plain.step(edge.end - 1) {
            return whole_edge(&edge, step);
        }
        vec![Take::plain(Grain::Quarter, edge, plain.clone())]
    });
    let whole = Take::plain(Grain::Day, span.days.clone(), to(moved.from, 1));
    let mut takes: Vec<Take> = edges.chain([whole]).collect();
    if !moved.quarters.is_empty() {
        takes.push(Take {
            grain: Grain::Quarter,
            periods: span.days.start * Quarter::PER_DAY..span.days.end * Quarter::PER_DAY,
            of_day: moved.quarters,
            together: Together::Day,
            postings: vec![to(moved.from, -1), to(moved.to, 1)],
        });
    }
    takes
}

/// Quarters that all go into one step. Of a day of which they are the larger part, the day and then the others are read.
fn whole_edge(quarters: &Range<i64>, step: i64) -> Vec<Take> {
    let mut takes = Vec::new();
    for (day, of_day) in by_day(quarters) {
        let all = |grain, periods, of_day, sign| Take {
            grain,
            periods,
            of_day,
            together: Together::All,
            postings: vec![Posting::to(step, sign)],
        };
        let first = day * Quarter::PER_DAY;
        let mut add = |of_day: Range<i64>, sign| {
            if !of_day.is_empty() {
                let periods = first + of_day.start..first + of_day.end;
                takes.push(all(Grain::Quarter, periods, of_day, sign));
            }
        };
        if of_day.end - of_day.start <= Quarter::PER_DAY / 2 {
            add(of_day, 1);
        } else {
            add(0..of_day.start, -1);
            add(of_day.end..Quarter::PER_DAY, -1);
            takes.push(all(Grain::Day, day..day + 1, 0..Quarter::PER_DAY, 1));
        }
    }
    takes
}

/// The days of quarters, and which quarters of each.
fn by_day(quarters: &Range<i64>) -> impl Iterator<Item = (i64, Range<i64>)> {
    let Range { start, end } = *quarters;
    let days = start.div_euclid(Quarter::PER_DAY)..=(end - 1).div_euclid(Quarter::PER_DAY);
    days.map(move |day| {
        let first = day * Quarter::PER_DAY;
        (
            day,
            (start - first).max(0)..(end - first).min(Quarter::PER_DAY),
        )
    })
}

impl Take {
    fn plain(grain: Grain, periods: Range<i64>, posting: Posting) -> Self {
        Self {
            grain,
            periods,
            of_day: 0..Quarter::PER_DAY,
            together: Together::None,
            postings: vec![posting],
        }
    }

    /// Whether it takes this quarter of each day.
    pub(crate) fn has_of_day(&self, period: i64) -> bool {
        self.of_day.contains(&period.rem_euclid(Quarter::PER_DAY))
    }
}

/// Which quarters of a day of UTC belong to the day beside it, and how many days on the number of the day counts, and they do.
struct Move {
    quarters: Range<i64>,
    from: i64,
    to: i64,
}

impl Move {
    /// The smaller part moves.
    fn of(offset: i64) -> Self {
        let days = offset.div_euclid(Quarter::PER_DAY);
        let late = Quarter::PER_DAY - offset.rem_euclid(Quarter::PER_DAY);
        if late >= Quarter::PER_DAY / 2 {
            Self {
                quarters: late..Quarter::PER_DAY,
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
