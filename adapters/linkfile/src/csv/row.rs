//! Reading a link from a record.

use korotko_core::fault::Violations;
use korotko_core::link::{ImportLink, ImportRow, RowPosition};

use super::records::Record;
use super::{formula, list};
use crate::column::{Column, Kind};
use crate::row::{ROW, RowReader};
use crate::value::Value;

/// The row of a record; `None` for a blank one, which spreadsheets leave at the end.
pub(super) fn read(record: &Record<'_>, columns: &[&'static Column]) -> Option<ImportRow> {
    let blank = record.cells().all(|cell| cell.trim_ascii().is_empty());
    if blank && record.closed && !record.has_more {
        return None;
    }
    Some(ImportRow {
        at: RowPosition::Line(record.line),
        content: content(record, columns),
    })
}

/// Missing cells at the end are empty, and surplus empty cells are ignored: spreadsheets write both.
fn content(record: &Record<'_>, columns: &[&'static Column]) -> Result<ImportLink, Violations> {
    if !record.closed {
        return Err(Violations::new(ROW, "has a quote that is never closed"));
    }
    if record.has_more {
        let columns = columns.len();
        let why = format!("has more cells than the {columns} columns of the header line");
        return Err(Violations::new(ROW, why));
    }
    let mut row = RowReader::default();
    for (column, cell) in columns.iter().zip(record.cells()) {
        let Ok(cell) = str::from_utf8(cell) else {
            row.refuse(column.name, "is not UTF-8");
            continue;
        };
        match value(&column.kind, formula::restore(cell)) {
            Ok(Value::Null) => {}
            Ok(value) => row.set(column, value),
            Err(error) => row.refuse(column.name, error),
        }
    }
    row.finish()
}

/// The value of a cell; an empty cell is `Null`.
pub(crate) fn value(kind: &Kind, cell: &str) -> Result<Value, list::ListError> {
    if cell.trim().is_empty() {
        return Ok(Value::Null);
    }
    // A line break in a URL may be meant to deceive a reader; the domain refuses it.
    let word = cell.trim_matches(|char: char| char.is_whitespace() && !char.is_control());
    Ok(match kind {
        Kind::Word { .. } | Kind::Time => Value::Text(word.to_owned()),
        Kind::OneOf(_) => Value::Text(word.to_ascii_lowercase()),
        Kind::Text { .. } => Value::Text(cell.to_owned()),
        Kind::Texts { .. } => list::read(cell)?,
        Kind::Number { .. } => word.parse().map_or(Value::Other, Value::Number),
    })
}
