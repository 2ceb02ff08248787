use std::ops::Range;

use korotko_core::click::{Dimension, Span};
use sea_orm::{DbBackend, Statement};

use super::Asked;
use crate::repositories::click_statistics::part::Part;
use crate::rollup::{Grain, Rollup, column, days_of_value_pack, series_column};

impl Asked {
    /// Rows of sums and, where only some of their stretches are asked for, of series; before them which part it is, and the
    /// first stretch that a series is of.
    pub(in super::super) fn values(
        mut self,
        span: &Span,
        parts: &[Part],
        dimension: Dimension,
    ) -> Statement {
        self.loose_values(span, column(dimension));
        for (number, part) in parts.iter().enumerate() {
            self.select_value_packs(number, part, dimension);
        }
        self.statement()
    }

    fn loose_values(&mut self, span: &Span, column: &str) {
        // One behind the other: fetching a row costs more than reading what is in it.
        let all = match self.backend {
            DbBackend::Postgres => "string_agg(breakdown, ''::bytea)",
            // As text it stays the bytes that it is; there is no such function for bytes.
            _ => "CAST(group_concat(CAST(breakdown AS text), '') AS blob)",
        };
        let Rollup { breakdowns, id, .. } = self.rollup;
        let stretches = [(Grain::Day, span.days.clone())].into_iter();
        let quarters = span.quarters().map(|quarters| (Grain::Quarter, quarters));
        let stretches = stretches.chain(quarters);
        let selects = stretches.filter(|(_, periods)| !periods.is_empty());
        let selects: Vec<_> = selects
            .map(|(grain, periods)| {
                format!(
                    "SELECT part.{id} AS id, part.{column} AS breakdown {} AND part.grain = {} AND {}",
                    self.rows_of(breakdowns),
                    grain.number(),
                    self.within("period", &periods)
                )
            })
            .collect();
        self.selects.push(format!(
            "SELECT CAST(-1 AS bigint) AS part, CAST(0 AS bigint) AS first, {all} AS sums, {} AS series FROM ({}) AS part GROUP BY id",
            self.no_bytes(),
            selects.join(" UNION ALL ")
        ));
    }

    fn select_value_packs(&mut self, number: usize, part: &Part, dimension: Dimension) {
        let per_pack = part.grain.per_day() * days_of_value_pack(part.grain);
        let Range { start, end } = part.stretches;
        let packs = start.div_euclid(per_pack)..(end - 1).div_euclid(per_pack) + 1;
        let within = self.within("period", &packs);
        let series = if part.is_of_whole_packs {
            self.no_bytes().to_owned()
        } else {
            format!("part.{}", series_column(dimension))
        };
        self.selects.push(format!(
            "SELECT {number}, part.period * {per_pack}, part.{}, {series} {} AND part.grain = {} AND {within}",
            column(dimension),
            self.rows_of(self.rollup.breakdown_packs),
            part.grain.number()
        ));
    }
}
