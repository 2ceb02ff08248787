//! The schema of a database as text, for comparison.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

const SQLITE: &str = "
    SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_%' ORDER BY line";

/// Columns by their order and not by their numbers, which include dropped ones.
const POSTGRESQL: &str = "
    SELECT format('column %s.%s %s %s null:%s default:%s identity:%s collation:%s', table_name,
        row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position), column_name, data_type, is_nullable, column_default, is_identity, collation_name) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    ORDER BY line";

/// All tables, columns, indexes and constraints, one a line.
pub(crate) async fn dump(database: &DatabaseConnection) -> Vec<String> {
    let backend = database.get_database_backend();
    let query = match backend {
        DbBackend::Sqlite => SQLITE,
        _ => POSTGRESQL,
    };
    let found = database.query_all_raw(Statement::from_string(backend, query));
    let rows = found.await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "line").unwrap())
        .collect()
}

/// The number of rows of a table.
pub(crate) async fn count(database: &DatabaseConnection, table: &str) -> i64 {
    let backend = database.get_database_backend();
    let query = format!("SELECT count(*) AS rows FROM {table}");
    let found = database.query_one_raw(Statement::from_string(backend, query));
    found.await.unwrap().unwrap().try_get("", "rows").unwrap()
}
