use std::ops::Range;

use korotko_core::click::{Dimension, Span};
use sea_orm::Statement;

use super::Asked;
use crate::repositories::click_statistics::part::Part;
use crate::rollup::{Grain, column, series_column};

impl Asked {
    /// Rows of breakdowns or, where only some of their quarters are asked for, of packs; before them which part it is, and the
    /// first quarter that the series are of.
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
        let breakdowns = self.rollup.breakdowns;
        let group = self.group();
        let stretches = [(Grain::Day, span.days.clone())].into_iter();
        let quarters = span.quarters().map(|quarters| (Grain::Quarter, quarters));
        let stretches = stretches.chain(quarters);
        let selects = stretches.filter(|(_, periods)| !periods.is_empty());
        let selects: Vec<_> = selects
            .map(|(grain, periods)| {
                format!(
                    "SELECT {group} AS id, part.{column} AS breakdown {} AND part.grain = {} AND {}",
                    self.rows_of(breakdowns),
                    grain.number(),
                    self.within("period", &periods)
                )
            })
            .collect();
        self.selects.push(format!(
            "SELECT CAST(-1 AS bigint) AS part, CAST(0 AS bigint) AS first, {} AS packs FROM ({}) AS part GROUP BY id",
            self.joined("breakdown"),
            selects.join(" UNION ALL ")
        ));
    }

    fn select_value_packs(&mut self, number: usize, part: &Part, dimension: Dimension) {
        let per_pack = part.pack.quarters();
        let Range { start, end } = part.quarters;
        let packs = start.div_euclid(per_pack)..(end - 1).div_euclid(per_pack) + 1;
        let within = self.within("period", &packs);
        let sums = format!("part.{}", column(dimension));
        let (pack, first) = if part.is_whole {
            (sums, "0")
        } else {
            let series = series_column(dimension);
            (format!("{sums} || part.{series}"), "part.period")
        };
        self.selects.push(format!(
            "SELECT {number}, {first} * {per_pack} AS first, {} {} AND part.grain = {} AND {within} GROUP BY 2, {}",
            self.joined(&pack),
            self.rows_of(self.rollup.breakdown_packs),
            part.pack.number(),
            self.group()
        ));
    }
}
