//! Adding up by value.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::asked::Asked;
use super::part::parts;
use crate::breakdown::decode;
use crate::session::Session;
use crate::value_series::sums_within;

/// What a statement of [`Asked::values`] finds.
struct Row {
    /// None for loose rows, of which the sums are what is asked for.
    part: Option<usize>,
    /// The first stretch that the series are of.
    first: i64,
    sums: Vec<u8>,
    /// None, where the sums are what is asked for.
    series: Option<Vec<u8>>,
}

impl<C: ConnectionTrait> Session<C> {
    /// The counts of each value that has any.
    pub(super) async fn add_up_values(
        &self,
        asked: Asked,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let parts = parts(span);
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self
            .read(asked.values(span, &parts, dimension), read)
            .await?;
        // There may be a million values to look up; the hasher is quick, and seeded, since clients choose some of them.
        let mut sums: HashMap<&str, Counts, RandomState> = HashMap::default();
        for row in &rows {
            let (Some(series), Some(part)) = (&row.series, row.part) else {
                for entry in decode(&row.sums) {
                    let (value, counts) = entry?;
                    *sums.entry(value).or_default() += counts;
                }
                continue;
            };
            let add = |value, counts| *sums.entry(value).or_default() += counts;
            let Range { start, end } = parts[part].stretches;
            sums_within(
                &row.sums,
                series,
                &(start - row.first..end - row.first),
                add,
            )?;
        }
        let sums = sums.into_iter();
        Ok(sums
            .map(|(value, counts)| (value.to_owned(), counts))
            .collect())
    }
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    Ok(Row {
        part: usize::try_from(row.try_get_by_index::<i64>(0)?).ok(),
        first: row.try_get_by_index(1)?,
        sums: row.try_get_by_index(2)?,
        series: row.try_get_by_index(3)?,
    })
}
