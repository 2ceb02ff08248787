//! Writing many rows, each its own values, in one statement. SeaORM has none of the kind for both databases.

use sea_orm::{DbBackend, Statement, Value};

/// Writes these columns of the links of these ids.
pub(crate) fn update_links(
    backend: DbBackend,
    columns: &[String],
    rows: impl IntoIterator<Item = (i64, Vec<Value>)>,
) -> Statement {
    let mut values: Vec<Value> = Vec::new();
    let mut lists: Vec<String> = Vec::new();
    for (id, row) in rows {
        let first = values.len();
        values.push(id.into());
        values.extend(row);
        let places = (first..values.len()).map(|place| format!("${}", place + 1));
        lists.push(format!("({})", places.collect::<Vec<_>>().join(", ")));
    }
    // Both databases call the columns of such a list so.
    let set = columns.iter().zip(2..);
    let set = set.map(|(column, number)| format!("{column} = new.column{number}"));
    let sql = format!(
        "UPDATE links SET {} FROM (VALUES {}) AS new WHERE links.id = new.column1",
        set.collect::<Vec<_>>().join(", "),
        lists.join(", ")
    );
    Statement::from_sql_and_values(backend, sql, values)
}
