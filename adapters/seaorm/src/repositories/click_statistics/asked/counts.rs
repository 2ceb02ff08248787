use std::ops::Range;

use korotko_core::click::Quarter;
use sea_orm::Statement;

use super::Asked;
use crate::repositories::click_statistics::take::{Posting, Take};
use crate::rollup::{Block, COUNT_COLUMNS, CountColumn, Rollup};

/// The sums of the counts of all rows. (PostgreSQL makes a numeric of them.)
const SUMS: &str = "
    CAST(coalesce(sum(humans), 0) AS bigint), CAST(coalesce(sum(bots), 0) AS bigint),
    CAST(coalesce(sum(previews), 0) AS bigint), CAST(coalesce(sum(visitors), 0) AS bigint)";

/// What counts are added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Key {
    /// The step.
    Step,
    /// Whose they are.
    Id,
}

impl Asked {
    /// Rows of a key, four counts, and of packs whose they are in the place of the key, which take it is, the block, and the
    /// series.
    pub(in super::super) fn counts(mut self, takes: &[Take], key: Key) -> Statement {
        let loose: Vec<_> = takes
            .iter()
            .flat_map(|take| self.loose(take, key))
            .collect();
        self.selects.push(format!(
            "SELECT key, {SUMS}, CAST(-1 AS bigint) AS take, CAST(0 AS bigint) AS block, {} AS series FROM ({}) AS part GROUP BY key",
            self.no_bytes(),
            loose.join(" UNION ALL ")
        ));
        for (number, take) in takes.iter().enumerate() {
            for column in COUNT_COLUMNS.iter().filter(|column| column.serves(take)) {
                self.select_count_packs(number, take, column, key);
            }
        }
        self.statement()
    }

    fn loose(&mut self, take: &Take, key: Key) -> Vec<String> {
        let Rollup { counts, id, .. } = self.rollup;
        let within = self.within("period", &take.periods);
        let grain = format!(
            "part.grain = {}{}",
            take.grain.number(),
            of_day(&take.of_day)
        );
        let from = self.rows_of(counts);
        let select = |posting: &Posting| {
            let Posting {
                shift,
                length,
                sign,
            } = posting;
            let key = match key {
                Key::Id => format!("part.{id}"),
                Key::Step => format!(
                    "({} + {shift}) / {length}",
                    take.together.sql("part.period")
                ),
            };
            let counts = ["humans", "bots", "previews", "visitors"];
            let counts = counts.map(|name| format!("{sign} * part.{name} AS {name}"));
            format!(
                "SELECT {key} AS key, {} {from} AND {grain} AND {within}",
                counts.join(", ")
            )
        };
        take.postings.iter().map(select).collect()
    }

    fn select_count_packs(&mut self, number: usize, take: &Take, column: &CountColumn, key: Key) {
        let Rollup {
            count_packs, id, ..
        } = self.rollup;
        let day = |period: i64| period.div_euclid(take.grain.per_day());
        let Range { start, end } = take.periods;
        let within = self.within(
            "block",
            &(Block::of(day(start)).0..Block::of(day(end - 1)).0 + 1),
        );
        let group = match key {
            Key::Step => self.group(),
            Key::Id => format!("part.{id}"),
        };
        self.selects.push(format!(
            "SELECT {group}, 0, 0, 0, 0, {number}, part.block, {} {} AND {within} GROUP BY {group}, part.block",
            self.joined(&format!("part.{}", column.name)),
            self.rows_of(count_packs)
        ));
    }
}

/// A condition for these quarters of each day; nothing where they are all.
fn of_day(quarters: &Range<i64>) -> String {
    let day = Quarter::PER_DAY;
    if *quarters == (0..day) {
        return String::new();
    }
    let Range { start, end } = quarters;
    format!(" AND part.period % {day} >= {start} AND part.period % {day} < {end}")
}

impl CountColumn {
    /// Whether it has something of this.
    fn serves(&self, take: &Take) -> bool {
        let (own, wanted) = (&self.of_day, &take.of_day);
        self.grain == take.grain && own.start < wanted.end && wanted.start < own.end
    }
}
