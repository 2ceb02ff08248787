use super::records::Record;
use crate::column::Column;
use crate::columns::{self, COLUMNS};
use crate::error::FileError;
use crate::text::quoted_name;

/// The columns that a header line names, in its order. Trailing columns without a name, which spreadsheets leave behind, are
/// ignored.
pub(super) fn read(header: &Record<'_>) -> Result<Vec<&'static Column>, FileError> {
    if !header.closed {
        return Err(FileError::HeaderQuote);
    }
    let mut names = Vec::new();
    for cell in header.cells() {
        let name = str::from_utf8(cell).map_err(|_| FileError::HeaderEncoding)?;
        names.push(name.trim());
    }
    if !header.has_more {
        while names.last().is_some_and(|name| name.is_empty()) {
            names.pop();
        }
    }
    let mut columns: Vec<&'static Column> = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        let column = find(name, index + 1)?;
        let name = column.name;
        if columns.iter().any(|known| known.name == name) {
            return Err(FileError::DuplicateColumn { name });
        }
        columns.push(column);
    }
    let missing = COLUMNS.iter().filter(|column| column.is_required());
    let mut missing =
        missing.filter(|column| !columns.iter().any(|found| found.name == column.name));
    missing.next().map_or(Ok(()), |column| {
        let name = column.name;
        Err(FileError::MissingColumn { name })
    })?;
    Ok(columns)
}

/// Finds a column by its name, which people may write as `Expires At` instead of `expires_at`.
fn find(text: &str, position: usize) -> Result<&'static Column, FileError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.join("_").to_lowercase();
    if name.is_empty() {
        return Err(FileError::UnnamedColumn { position });
    }
    columns::find(&name).ok_or_else(|| FileError::UnknownColumn {
        name: quoted_name(text),
    })
}
