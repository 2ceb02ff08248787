//! The whole content of a database, to compare.

use std::collections::HashSet;
use std::process::Command;

use korotko_testkit::psql;

/// Every table with all its rows in one order, each on a line.
const POSTGRES: &str = "SELECT string_agg(name || E'\\n' || rows, E'\\n' ORDER BY name) FROM (\
     SELECT table_name::text AS name, query_to_xml(format('SELECT t::text AS line FROM %I t ORDER BY 1', table_name), \
     true, true, '')::text AS rows FROM information_schema.tables WHERE table_schema = 'public') tables";

/// The tables of the index of texts are derived from the others, and only it can read them. Those of SQLite itself count the ids, as
/// sequences do on PostgreSQL.
const SQLITE: &str = "import sqlite3, sys\n\
     with sqlite3.connect(sys.argv[1], timeout=30) as db:\n\
     \x20   named = db.execute(\"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name\")\n\
     \x20   for name, in named.fetchall():\n\
     \x20       if not name.startswith(('link_search', 'sqlite_')):\n\
     \x20           print(name, *sorted(map(repr, db.execute(f'SELECT * FROM {name}'))), sep='\\n')\n";

/// The rows of all tables.
pub fn dump(database_url: &str) -> String {
    let Some(file) = database_url.strip_prefix("sqlite:") else {
        return psql(database_url, POSTGRES).unwrap();
    };
    let ended = Command::new("python3").args(["-c", SQLITE, file]).output();
    let ended = ended.unwrap();
    assert!(ended.status.success(), "{ended:?}");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

/// The rows of a dump that are not in another one.
pub fn lost<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let after: HashSet<&str> = after.lines().collect();
    let rows = before.lines();
    rows.filter(|row| !after.contains(row)).collect()
}
