//! Counts by steps of time.
//!
//! Steps of days are made of the rows of days, also where days begin at another hour than in UTC: of each row a part is moved to
//! the day beside it, and only the quarters of that part are added up.

use std::ops::Range;

use korotko_core::click::{Quarter, Span};

use super::rows::{Asked, SUMS};
use crate::rollup::{Grain, Stretch, stretches};

/// The statement of the counts in each step, by rising step.
pub(super) fn by_step(asked: &mut Asked, quarters: Range<i64>, offset: i64, step: i64) -> String {
    let span = Span::new(Quarter(quarters.start), Quarter(quarters.end));
    if step % Quarter::PER_DAY == 0 && !span.days.is_empty() {
        return by_days(asked, &span, offset, step);
    }
    let all = Stretch {
        grain: Grain::Quarter,
        periods: quarters,
    };
    let rows = asked.counts(&[all]);
    format!(
        "SELECT (period + {offset}) / {step} AS step, {SUMS} FROM ({rows}) AS part
        GROUP BY 1 ORDER BY 1"
    )
}

/// Which quarters of a day of UTC belong to the day beside it, and how many days on the row of the day counts, and they do.
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

fn by_days(asked: &mut Asked, span: &Span, offset: i64, step: i64) -> String {
    let days = step / Quarter::PER_DAY;
    let Move { quarters, from, to } = Move::of(offset);
    let (whole, edges): (Vec<_>, Vec<_>) = stretches(span)
        .into_iter()
        .partition(|stretch| stretch.grain == Grain::Day);
    let mut parts = vec![format!(
        "SELECT (period + {from}) / {days} AS step, humans, bots, previews, visitors
        FROM ({}) AS whole",
        asked.counts(&whole)
    )];
    if !edges.is_empty() {
        parts.push(format!(
            "SELECT (period + {offset}) / {step}, humans, bots, previews, visitors FROM ({}) AS edge",
            asked.counts(&edges)
        ));
    }
    let mut moved = String::new();
    if !quarters.is_empty() {
        moved = moved_rows(asked, span, &quarters);
        parts.push(format!(
            "SELECT (day + {from}) / {days}, -humans, -bots, -previews, -visitors FROM moved
            UNION ALL SELECT (day + {to}) / {days}, humans, bots, previews, visitors FROM moved"
        ));
    }
    format!(
        "{moved} SELECT step, {SUMS} FROM ({}) AS part GROUP BY step
        HAVING sum(humans + bots + previews + visitors) <> 0 ORDER BY step",
        parts.join(" UNION ALL ")
    )
}

/// What moves of each whole day, added up.
fn moved_rows(asked: &mut Asked, span: &Span, quarters: &Range<i64>) -> String {
    let all = Stretch {
        grain: Grain::Quarter,
        periods: span.days.start * Quarter::PER_DAY..span.days.end * Quarter::PER_DAY,
    };
    let rows = asked.counts(&[all]);
    let sums = ["humans", "bots", "previews", "visitors"]
        .map(|column| format!("CAST(sum({column}) AS bigint) AS {column}"));
    format!(
        "WITH moved AS (
            SELECT period / {per_day} AS day, {sums} FROM ({rows}) AS part
            WHERE period % {per_day} >= {} AND period % {per_day} < {} GROUP BY 1)",
        quarters.start,
        quarters.end,
        per_day = Quarter::PER_DAY,
        sums = sums.join(", ")
    )
}
