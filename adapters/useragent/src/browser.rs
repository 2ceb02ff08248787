use crate::header::Header;
use crate::people::BROWSERS;
use crate::tables::Tables;

/// The name of the browser; empty when it is not in the tables.
pub(crate) fn browser(header: &Header, tables: &Tables) -> &'static str {
    match tables.browsers.first_row_in(&header.lower) {
        Some(row) => BROWSERS[row].0,
        // The browser of old Androids calls itself Safari.
        None if header.has("safari/") && header.has("android") => "Android Browser",
        None if header.has("safari/") => "Safari",
        // Safari says so; an app that shows a page with WebKit does not.
        None if header.has("applewebkit/") => "In-app",
        None => "",
    }
}
