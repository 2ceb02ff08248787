use crate::header::Header;
use crate::people::SYSTEMS;
use crate::tables::Tables;

/// The name of the operating system; empty if it is not in the table.
pub(crate) fn system(header: &Header, tables: &Tables) -> &'static str {
    let row = tables.systems.first_match(&header.lower);
    row.map_or("", |row| SYSTEMS[row].0)
}
