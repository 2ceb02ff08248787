//! From a record to a link.

use korotko_core::fault::Violations;
use korotko_core::link::{ImportLink, ImportRow, RedirectStatusError, Scope};
use korotko_core::time;

use crate::column::Column;
use crate::records::Record;
use crate::{formula, list};

/// What is wrong with a row as a whole is told of this field.
const ROW: &str = "row";

/// The row of a record; `None` when nothing stands in it, as in those that spreadsheets leave at the end.
pub(crate) fn read(record: &Record<'_>, columns: &[Column]) -> Option<ImportRow> {
    let blank = record.cells().all(|cell| cell.trim_ascii().is_empty());
    if blank && record.closed && record.count <= columns.len() {
        return None;
    }
    let line = record.line;
    let content = content(record, columns);
    Some(ImportRow { line, content })
}

fn content(record: &Record<'_>, columns: &[Column]) -> Result<ImportLink, Violations> {
    if !record.closed {
        return Err(Violations::of(ROW, "has a quote that is never closed"));
    }
    if record.count != columns.len() {
        let (count, wanted) = (record.count, columns.len());
        let message = format!("must have {wanted} cells like the header line, not {count}");
        return Err(Violations::of(ROW, message));
    }
    let mut link = ImportLink::default();
    let mut broken = Violations::default();
    for (column, cell) in columns.iter().zip(record.cells()) {
        match str::from_utf8(cell) {
            Ok(cell) => fill(&mut link, *column, formula::restore(cell), &mut broken),
            Err(_) => broken.add(column.name(), "is not UTF-8"),
        }
    }
    if !broken.as_slice().is_empty() {
        return Err(broken);
    }
    if link.new.url.is_empty() {
        return Err(Violations::of(Column::Url.name(), "is missing"));
    }
    Ok(link)
}

/// Puts one cell where it belongs. What an empty one says is nothing.
fn fill(link: &mut ImportLink, column: Column, cell: &str, broken: &mut Violations) {
    if cell.trim().is_empty() {
        return;
    }
    // Who puts a line break into a URL means to deceive a reader; the domain refuses it.
    let word = cell.trim_matches(|char: char| char.is_whitespace() && !char.is_control());
    let (name, new) = (column.name(), &mut link.new);
    match column {
        Column::Url => word.clone_into(&mut new.url),
        Column::Slug => new.slug = Some(word.to_owned()),
        Column::Title => new.title = Some(cell.to_owned()),
        Column::Tags => new.tags = broken.check(name, list::read(cell)).unwrap_or_default(),
        Column::Collections => {
            link.collections = broken.check(name, list::read(cell)).unwrap_or_default();
        }
        Column::ExpiresAt => new.expires_at = broken.check(name, time::parse(word)),
        Column::Namespace => new.scope = broken.check(name, scope(word)),
        Column::RedirectStatus => {
            let code = word.parse().map_err(|_| RedirectStatusError);
            new.redirect_status = broken.check(name, code);
        }
        Column::MaxClicks => {
            let most = word
                .parse()
                .map_err(|_| "must be a whole number, such as 100");
            new.max_clicks = broken.check(name, most);
        }
        Column::Clicks | Column::CreatedAt | Column::ShareUrl | Column::State => {}
    }
}

fn scope(word: &str) -> Result<Scope, &'static str> {
    match word.to_ascii_lowercase().as_str() {
        "global" => Ok(Scope::Global),
        "personal" => Ok(Scope::Personal),
        _ => Err("must be global or personal"),
    }
}
