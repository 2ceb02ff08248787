//! Several texts in one cell: a nested CSV record, with commas.

use std::collections::HashSet;

use crate::value::{MAX_ITEMS, Value};

/// The texts of a cell have an unclosed quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("has a quote that is never closed")]
pub(crate) struct ListError;

/// The texts of a cell, trimmed, without empty ones and duplicates. Line breaks count as commas, since a line break in a
/// spreadsheet's cell means another item.
pub(super) fn read(cell: &str) -> Result<Value, ListError> {
    let mut items = Vec::new();
    let mut known = HashSet::new();
    let mut rest = cell.trim_start();
    while !rest.is_empty() {
        let (item, after) = item(rest)?;
        rest = after.trim_start();
        let item = item.trim();
        if item.is_empty() || !known.insert(item.to_owned()) {
            continue;
        }
        if items.len() == MAX_ITEMS {
            return Ok(Value::TooManyTexts);
        }
        items.push(item.to_owned());
    }
    Ok(Value::Texts(items))
}

/// The same texts that are already separated.
pub(super) fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Value {
    let mut known = HashSet::new();
    let trimmed = texts.map(str::trim);
    let items = trimmed.filter(|item| !item.is_empty() && known.insert(*item));
    let items: Vec<String> = items.take(MAX_ITEMS + 1).map(str::to_owned).collect();
    if items.len() > MAX_ITEMS {
        return Value::TooManyTexts;
    }
    Value::Texts(items)
}

/// The first text, and the rest after its comma.
fn item(text: &str) -> Result<(String, &str), ListError> {
    let mut item = String::new();
    let mut rest = text;
    if let Some(mut quoted) = text.strip_prefix('"') {
        loop {
            let (part, after) = quoted.split_once('"').ok_or(ListError)?;
            item.push_str(part);
            rest = after;
            // A doubled quote means one.
            match after.strip_prefix('"') {
                Some(further) => quoted = further,
                None => break,
            }
            item.push('"');
        }
    }
    let end = rest.find([',', '\n', '\r']).unwrap_or(rest.len());
    item.push_str(&rest[..end]);
    let mut after = rest[end..].chars();
    after.next();
    Ok((item, after.as_str()))
}

/// The texts as one cell.
pub(super) fn write(items: &[String]) -> String {
    let mut cell = String::new();
    for item in items {
        if !cell.is_empty() {
            cell.push(',');
        }
        if item.contains([',', '"', '\n', '\r']) {
            cell.extend(["\"", &item.replace('"', "\"\""), "\""]);
        } else {
            cell.push_str(item);
        }
    }
    cell
}
