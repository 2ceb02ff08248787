//! Rows of two numbers and bytes, of which a statement may find thousands. With SQLite each row is passed from thread to thread, which
//! takes longer than finding a small one; there all of them are concatenated into one row.

use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

use crate::session::Session;
use crate::value_table::ValueTable;

/// Two numbers and bytes.
pub(crate) type BlobRow = (i64, i64, Vec<u8>);

impl<C: ConnectionTrait> Session<C> {
    /// The rows that `select` finds, in any order. Its columns are `a` and `b`, numbers, and `data`, bytes; none of them is null.
    pub(crate) async fn read_blobs(
        &self,
        given: ValueTable,
        select: &str,
        values: Vec<Value>,
    ) -> Result<Vec<BlobRow>, StoreError> {
        let backend = self.backend();
        if backend == DbBackend::Postgres {
            let select = given.statement(backend, select, values);
            return self
                .read(select, |row| {
                    Ok((number(row, 0)?, number(row, 1)?, row.try_get_by_index(2)?))
                })
                .await;
        }
        let select = format!(
            "SELECT group_concat(a || ' ' || b || ' ' || length(data), ' '), CAST(group_concat(data, '') AS BLOB)
            FROM ({select})"
        );
        let select = given.statement(backend, &select, values);
        let found = self.read(select, |row| {
            Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
        });
        let found: Vec<(Option<String>, Option<Vec<u8>>)> = found.await?;
        let (numbers, bytes) = found.into_iter().next().unwrap_or_default();
        let rows = split(&numbers.unwrap_or_default(), &bytes.unwrap_or_default());
        rows.ok_or_else(|| self.refuse(StoreError::broken("concatenated rows cannot be split")))
    }
}

fn number(row: &QueryResult, index: usize) -> Result<i64, sea_orm::DbErr> {
    row.try_get_by_index(index)
}

/// `None` unless the lengths are those of all bytes.
fn split(numbers: &str, mut bytes: &[u8]) -> Option<Vec<BlobRow>> {
    let mut numbers = numbers.split_ascii_whitespace().map(str::parse::<i64>);
    let mut rows = Vec::new();
    while let Some(a) = numbers.next() {
        let (b, length) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let (data, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
        rows.push((a.ok()?, b, data.to_vec()));
        bytes = rest;
    }
    bytes.is_empty().then_some(rows)
}
