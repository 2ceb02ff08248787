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
    /// None for loose rows.
    part: Option<usize>,
    /// The first quarter that the series are of.
    first: i64,
    bytes: Vec<u8>,
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
            let mut add = |value, counts| *sums.entry(value).or_default() += counts;
            let part = row.part.map(|part| &parts[part]);
            if let Some(part) = part.filter(|part| !part.is_whole) {
                let Range { start, end } = part.quarters;
                let places = start - row.first..end - row.first;
                sums_within(&row.bytes, &places, part.pack.quarters(), add)?;
                continue;
            }
            for entry in decode(&row.bytes) {
                let (value, counts) = entry?;
                add(value, counts);
            }
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
        bytes: row.try_get_by_index(2)?,
    })
}
