//! Rows of values as a table that a statement reads. However many rows there are, the statement is the same text with a
//! parameter or a few, so that no limit of parameters is met and the database prepares it once.

use std::fmt::Write;

use sea_orm::sea_query::ArrayType;
use sea_orm::{DbBackend, Statement, Value};

/// What stands for the table in a statement: `FROM @given` makes it known as `given`.
const PLACE: &str = "@given";

/// The table, column by column; all have the same length.
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
    pub(crate) fn of(name: &'static str, numbers: impl IntoIterator<Item = i64>) -> Self {
        Self::default().numbers(name, numbers)
    }

    /// With one more column of whole numbers.
    pub(crate) fn numbers(
        self,
        name: &'static str,
        numbers: impl IntoIterator<Item = i64>,
    ) -> Self {
        self.with(name, Column::Numbers(numbers.into_iter().collect()))
    }

    /// With one more column of bytes.
    pub(crate) fn bytes(self, name: &'static str, bytes: Vec<Vec<u8>>) -> Self {
        self.with(name, Column::Bytes(bytes))
    }

    fn with(mut self, name: &'static str, column: Column) -> Self {
        self.columns.push((name, column));
        self
    }

    /// `sql` with this table in the place of each `@given`; `values` are its other parameters, the first ones.
    pub(crate) fn statement(
        self,
        backend: DbBackend,
        sql: &str,
        mut values: Vec<Value>,
    ) -> Statement {
        let first = values.len() + 1;
        let table = if backend == DbBackend::Postgres {
            let table = self.unnested(first);
            values.extend(self.columns.into_iter().map(|(_, column)| column.array()));
            table
        } else {
            values.push(self.json().into());
            self.parsed(first)
        };
        Statement::from_sql_and_values(backend, sql.replace(PLACE, &table), values)
    }

    /// As PostgreSQL has it: an array a column.
    fn unnested(&self, first: usize) -> String {
        let columns = self.columns.iter().zip(first..);
        let arrays = columns.map(|((_, column), number)| format!("${number}::{}[]", column.kind()));
        let names = self.columns.iter().map(|(name, _)| *name);
        format!(
            "unnest({}) AS given ({})",
            arrays.collect::<Vec<_>>().join(", "),
            names.collect::<Vec<_>>().join(", ")
        )
    }

    /// As SQLite has it: a JSON array of rows.
    fn parsed(&self, number: usize) -> String {
        let columns = self.columns.iter().enumerate();
        let columns = columns.map(|(place, (name, column))| match column {
            Column::Bytes(_) => format!("unhex(value ->> {place}) AS {name}"),
            Column::Numbers(_) => format!("value ->> {place} AS {name}"),
        });
        format!(
            "(SELECT {} FROM json_each(${number})) AS given",
            columns.collect::<Vec<_>>().join(", ")
        )
    }

    fn json(&self) -> String {
        let rows = self.columns.first().map_or(0, |(_, column)| column.len());
        let mut json = String::from("[");
        for row in 0..rows {
            json.push_str(if row == 0 { "[" } else { ",[" });
            for (place, (_, column)) in self.columns.iter().enumerate() {
                if place > 0 {
                    json.push(',');
                }
                column.write_json(row, &mut json);
            }
            json.push(']');
        }
        json.push(']');
        json
    }
}

impl Column {
    fn kind(&self) -> &'static str {
        match self {
            Self::Numbers(_) => "bigint",
            Self::Bytes(_) => "bytea",
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    fn array(self) -> Value {
        match self {
            Self::Numbers(numbers) => array(ArrayType::BigInt, numbers),
            Self::Bytes(bytes) => array(ArrayType::Bytes, bytes),
        }
    }

    fn write_json(&self, row: usize, json: &mut String) {
        // Writing to a string cannot fail.
        match self {
            Self::Numbers(numbers) => {
                let _ = write!(json, "{}", numbers[row]);
            }
            Self::Bytes(bytes) => {
                json.push('"');
                for byte in &bytes[row] {
                    for digit in [byte >> 4, byte & 0xf] {
                        json.extend(char::from_digit(u32::from(digit), 16));
                    }
                }
                json.push('"');
            }
        }
    }
}

fn array<T: Into<Value>>(kind: ArrayType, values: Vec<T>) -> Value {
    let values = values.into_iter().map(Into::into).collect();
    Value::Array(kind, Some(Box::new(values)))
}
