use crate::header::Header;
use crate::people::BROWSERS;
use crate::tables::Tables;

/// The name of the browser; empty if it is not in the tables.
pub(crate) fn browser(header: &Header, tables: &Tables) -> &'static str {
    match tables.browsers.first_match(&header.lower) {
        Some(row) => BROWSERS[row].0,
        // The browser of old Androids claims to be Safari.
        None if header.has("safari/") && header.has("android") => "Android Browser",
        None if header.has("safari/") => "Safari",
        // Safari names itself; an app with a WebKit view does not.
        None if header.has("applewebkit/") => "In-app",
        None => "",
    }
}
