//! The whole content of a database, to compare.

use std::process::Command;

use korotko_testkit::psql;

/// Every table with all its rows in one order.
const POSTGRES: &str = "SELECT string_agg(name || ': ' || rows, E'\\n' ORDER BY name) FROM (\
     SELECT table_name::text AS name, query_to_xml(format('SELECT * FROM %I t ORDER BY t::text', table_name), \
     true, true, '')::text AS rows FROM information_schema.tables WHERE table_schema = 'public') tables";

/// The tables of the index of texts are derived from the others, and only it can read them.
const SQLITE: &str = "import sqlite3, sys\n\
     with sqlite3.connect(sys.argv[1], timeout=30) as db:\n\
     \x20   named = db.execute(\"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name\")\n\
     \x20   for name, in named.fetchall():\n\
     \x20       if not name.startswith('link_search'):\n\
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
