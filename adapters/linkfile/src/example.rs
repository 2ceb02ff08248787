use crate::column::Column;
use crate::csv;

/// A value such as stands in this column, as it stands in JSON: `null` for none.
#[must_use]
pub fn example(column: &Column) -> serde_json::Value {
    let value = csv::value(&column.kind, column.example);
    let value = value.ok().map(serde_json::to_value);
    value.and_then(Result::ok).unwrap_or_default()
}
