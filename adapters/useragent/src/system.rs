use crate::header::Header;
use crate::people::SYSTEMS;

/// The name of the operating system; empty when it is not in the table.
pub(crate) fn system(header: &Header) -> &'static str {
    header.find(SYSTEMS).unwrap_or_default()
}
