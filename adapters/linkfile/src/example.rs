use crate::column::Column;
use crate::csv;

/// An example value of this column in JSON; `null` if it has none.
#[must_use]
pub fn example(column: &Column) -> serde_json::Value {
    let value = csv::value(&column.kind, column.example);
    let value = value.ok().map(serde_json::to_value);
    value.and_then(Result::ok).unwrap_or_default()
}
