//! Rows of values as a table in a statement. The statement has the same text and few parameters for any number of rows, so that
//! no limit of parameters applies and the database prepares it once.

use sea_orm::sea_query::ArrayType;
use sea_orm::{DbBackend, Statement, Value};

use crate::number::stored;

/// The placeholder of the table in a statement: `FROM @given` names it `given`.
const PLACEHOLDER: &str = "@given";

/// The number of digits of each number on SQLite: as many as the largest has, and a sign.
const DIGITS: usize = 20;

/// The table by columns, which all have the same length.
#[derive(Debug, Default)]
pub(crate) struct ValueTable {
    columns: Vec<(&'static str, Column)>,
}

#[derive(Debug)]
enum Column {
    Numbers(Vec<i64>),
    Bytes(Vec<Vec<u8>>),
}

impl ValueTable {
    /// A table of one column of whole numbers.
    pub(crate) fn new(name: &'static str, numbers: impl IntoIterator<Item = i64>) -> Self {
        Self::default().numbers(name, numbers)
    }

    /// Adds a column of whole numbers.
    pub(crate) fn numbers(
        self,
        name: &'static str,
        numbers: impl IntoIterator<Item = i64>,
    ) -> Self {
        self.with(name, Column::Numbers(numbers.into_iter().collect()))
    }

    /// Adds a column of bytes.
    pub(crate) fn bytes(self, name: &'static str, bytes: Vec<Vec<u8>>) -> Self {
        self.with(name, Column::Bytes(bytes))
    }

    fn with(mut self, name: &'static str, column: Column) -> Self {
        self.columns.push((name, column));
        self
    }

    /// `sql` with this table for each `@given`; `values` are its other parameters, which come first. A table without columns
    /// has no parameters.
    pub(crate) fn statement(
        self,
        backend: DbBackend,
        sql: &str,
        mut values: Vec<Value>,
    ) -> Statement {
        if self.columns.is_empty() {
            return Statement::from_sql_and_values(backend, sql, values);
        }
        let first = values.len() + 1;
        let table = if backend == DbBackend::Postgres {
            let table = self.unnested(first);
            values.extend(
                self.columns
                    .into_iter()
                    .flat_map(|(_, column)| column.parameters()),
            );
            table
        } else {
            let (digits, bytes) = self.joined();
            values.push(digits.into());
            let mut columns = self.columns.iter();
            let has_bytes = columns.any(|(_, column)| matches!(column, Column::Bytes(_)));
            values.extend(has_bytes.then(|| bytes.into()));
            self.cut(first)
        };
        Statement::from_sql_and_values(backend, sql.replace(PLACEHOLDER, &table), values)
    }

    /// The table on PostgreSQL: an array for each column of numbers, and for one of bytes all of them in one, with an array of offsets
    /// and one of lengths, since the driver copies an array element by element.
    fn unnested(&self, first: usize) -> String {
        let (mut arrays, mut names, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        let mut number = first;
        for (name, column) in &self.columns {
            match column {
                Column::Numbers(_) => {
                    arrays.push(format!("${number}::bigint[]"));
                    names.push((*name).to_owned());
                    columns.push((*name).to_owned());
                    number += 1;
                }
                Column::Bytes(_) => {
                    let (offsets, lengths) = (number + 1, number + 2);
                    arrays.push(format!("${offsets}::int[], ${lengths}::int[]"));
                    names.push(format!("{name}_offset, {name}_length"));
                    columns.push(format!(
                        "substr(${number}::bytea, {name}_offset, {name}_length) AS {name}"
                    ));
                    number += 3;
                }
            }
        }
        let [arrays, names, columns] = [arrays, names, columns].map(|parts| parts.join(", "));
        format!("(SELECT {columns} FROM unnest({arrays}) AS each_row ({names})) AS given")
    }

    /// The table on SQLite: rows of numbers with a fixed number of digits in one blob, and all bytes in another; the offset and
    /// the length of a value of bytes are two numbers. SQLite splits such blobs several times as fast as it parses JSON.
    fn cut(&self, first: usize) -> String {
        let (numbers, bytes) = (format!("${first}"), format!("${}", first + 1));
        let length = self.row_length();
        let mut offset = 1;
        let mut number = || {
            let cut = format!("CAST(substr({numbers}, at + {offset}, {DIGITS}) AS INTEGER)");
            offset += DIGITS;
            cut
        };
        let columns = self.columns.iter().map(|(name, column)| match column {
            Column::Numbers(_) => format!("{} AS {name}", number()),
            Column::Bytes(_) => format!("substr({bytes}, {}, {}) AS {name}", number(), number()),
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!(
            "(WITH RECURSIVE each_row (at) AS (SELECT 0 WHERE length({numbers}) > 0
                UNION ALL SELECT at + {length} FROM each_row WHERE at + {length} < length({numbers}))
            SELECT {columns} FROM each_row) AS given"
        )
    }

    /// Both blobs of SQLite.
    fn joined(&self) -> (Vec<u8>, Vec<u8>) {
        let rows = self.columns.first().map_or(0, |(_, column)| column.len());
        let mut digits = Vec::with_capacity(rows * self.row_length());
        let mut joined = Vec::new();
        let mut put = |number: i64| digits.extend_from_slice(&in_digits(number));
        for row in 0..rows {
            for (_, column) in &self.columns {
                match column {
                    Column::Numbers(numbers) => put(numbers[row]),
                    Column::Bytes(bytes) => {
                        let bytes = &bytes[row];
                        put(stored(joined.len() as u64 + 1));
                        put(stored(bytes.len() as u64));
                        joined.extend_from_slice(bytes);
                    }
                }
            }
        }
        (digits, joined)
    }

    /// The number of digits of a row.
    fn row_length(&self) -> usize {
        let numbers = self.columns.iter().map(|(_, column)| match column {
            Column::Numbers(_) => 1,
            Column::Bytes(_) => 2,
        });
        DIGITS * numbers.sum::<usize>()
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// The parameters on PostgreSQL.
    fn parameters(self) -> Vec<Value> {
        match self {
            Self::Numbers(numbers) => vec![array(ArrayType::BigInt, numbers)],
            Self::Bytes(bytes) => {
                let length = |bytes: &Vec<u8>| i32::try_from(bytes.len()).unwrap_or(i32::MAX);
                let lengths: Vec<i32> = bytes.iter().map(length).collect();
                let offsets = lengths.iter().scan(1_i32, |next, length| {
                    let offset = *next;
                    *next = next.saturating_add(*length);
                    Some(offset)
                });
                let offsets: Vec<i32> = offsets.collect();
                vec![
                    bytes.concat().into(),
                    array(ArrayType::Int, offsets),
                    array(ArrayType::Int, lengths),
                ]
            }
        }
    }
}

/// The digits of a number, several times as fast as by formatting.
fn in_digits(number: i64) -> [u8; DIGITS] {
    let mut digits = [b'0'; DIGITS];
    let mut rest = number.unsigned_abs();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits[0] = b'-';
    }
    digits
}

fn array<T: Into<Value>>(kind: ArrayType, values: Vec<T>) -> Value {
    let values = values.into_iter().map(Into::into).collect();
    Value::Array(kind, Some(Box::new(values)))
}
