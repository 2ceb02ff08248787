//! Writing rows of values in the place of those of the same key.

/// The statement that inserts the rows of `@given` (see [`ValueTable`](crate::value_table::ValueTable)), and replaces those that
/// are there. The columns of the key come each with what it is taken from, the others from the columns of their names.
pub(crate) fn upsert(table: &str, key: &[(&str, &str)], columns: &[&str]) -> String {
    let names = key.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let values = key.iter().map(|(_, value)| *value).collect::<Vec<_>>();
    let set = columns
        .iter()
        .map(|name| format!("{name} = excluded.{name}"));
    format!(
        "INSERT INTO {table} ({names}, {columns}) SELECT {values}, {columns} FROM @given WHERE true
        ON CONFLICT ({names}) DO UPDATE SET {set}",
        names = names.join(", "),
        values = values.join(", "),
        columns = columns.join(", "),
        set = set.collect::<Vec<_>>().join(", ")
    )
}
