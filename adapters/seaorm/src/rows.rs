//! Updating many rows with different values in one statement, which SeaORM lacks for both databases.

use sea_orm::{DbBackend, Statement, Value};

/// Updates these columns of the links with these ids.
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
        let parameters = (first..values.len()).map(|index| format!("${}", index + 1));
        lists.push(format!("({})", parameters.collect::<Vec<_>>().join(", ")));
    }
    // Both databases name the columns of VALUES `column1`, `column2`, …
    let set = columns.iter().zip(2..);
    let set = set.map(|(column, number)| format!("{column} = new.column{number}"));
    let sql = format!(
        "UPDATE links SET {} FROM (VALUES {}) AS new WHERE links.id = new.column1",
        set.collect::<Vec<_>>().join(", "),
        lists.join(", ")
    );
    Statement::from_sql_and_values(backend, sql, values)
}
