//! Reading thousands of rows of two numbers and bytes. On SQLite each row is passed between threads, which takes longer than finding
//! a small row, so all rows are concatenated into one.

use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use crate::session::Session;
use crate::value_table::ValueTable;

/// Two numbers and bytes.
pub(crate) type BlobRow = (i64, i64, Vec<u8>);

impl<C: ConnectionTrait> Session<C> {
    /// The rows that `select` finds, in any order. Its columns are the numbers `a` and `b` and the bytes `data`, all without NULL.
    pub(crate) async fn read_blobs(
        &self,
        given: ValueTable,
        select: &str,
        values: Vec<Value>,
    ) -> Result<Vec<BlobRow>, StoreError> {
        let backend = self.backend();
        if backend == DbBackend::Postgres {
            let select = given.statement(backend, select, values);
            let found = self.read(select, |row| {
                let (a, b) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                Ok((a, b, row.try_get_by_index(2)?))
            });
            return found.await;
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
        rows.ok_or_else(|| self.refuse(StoreError::internal("concatenated rows cannot be split")))
    }
}

/// Splits concatenated rows; `None` if the lengths do not match the bytes.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;
    use crate::SeaOptions;
    use crate::connect::connect_file;
    use crate::health::Health;

    const SELECT: &str = "SELECT given.a, given.b, given.data FROM @given";

    /// SQLite concatenates bytes as text, which must change none of them.
    #[tokio::test]
    async fn any_bytes_are_read_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("korotko.db");
        let pools = connect_file(&file, &SeaOptions::default()).await.unwrap();
        let connection = pools.requests.readers.connection;
        let session = Session::reading(connection, Health::default());
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let data = [
            vec![],
            vec![0],
            all.clone(),
            vec![],
            vec![0xff, 0, 0],
            [&all[..]; 40].concat(),
        ];
        let numbers = [0, -1, i64::MAX, i64::MIN, 7, 8];
        let rows: Vec<BlobRow> = numbers
            .into_iter()
            .zip(data)
            .map(|(a, data)| (a, !a, data))
            .collect();
        let given = ValueTable::new("a", rows.iter().map(|row| row.0))
            .numbers("b", rows.iter().map(|row| row.1))
            .bytes("data", rows.iter().map(|row| row.2.clone()).collect());
        let mut read = session.read_blobs(given, SELECT, Vec::new()).await.unwrap();
        read.sort_by_key(|row| numbers.iter().position(|number| *number == row.0));
        assert_eq!(read, rows);
        let none = "SELECT 1 AS a, 2 AS b, x'' AS data WHERE false";
        assert_eq!(
            session
                .read_blobs(ValueTable::default(), none, Vec::new())
                .await
                .unwrap(),
            []
        );
    }

    #[test]
    fn lengths_that_do_not_add_up_are_refused() {
        assert_eq!(split("1 2 3", b"abc"), Some(vec![(1, 2, b"abc".to_vec())]));
        for (numbers, bytes) in [
            ("1 2 3", &b"ab"[..]),
            ("1 2 3", b"abcd"),
            ("1 2", b""),
            ("1 2 -1", b""),
        ] {
            assert_eq!(split(numbers, bytes), None, "{numbers}");
        }
    }
}
