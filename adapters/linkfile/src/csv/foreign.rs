//! CSV files of other programs: which columns they have, and rows whose columns somebody chose.

use korotko_core::fault::Violations;
use korotko_core::link::{ImportLink, ImportRow, RowPosition};

use super::formula;
use super::records::{Record, Records};
use super::role::Role;
use super::service::Service;
use super::sniff;
use crate::error::FileError;
use crate::row::{ROW, RowReader};
use crate::text::{is_url, quoted_name};
use crate::value::Value;

/// The most columns that are read.
const MAX_COLUMNS: usize = 100;

/// A column of a file of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignColumn {
    /// Its name, shortened; empty if the file has no header line.
    pub name: String,
    /// The first cell, shortened.
    pub example: String,
}

/// What the columns of a file of another program are used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// What they are called says so.
    Service(Service),
    /// Somebody chose: pairs of a role and the position of its column.
    Roles(Vec<(Role, usize)>),
}

/// The columns of a file, and the service that wrote it, if its header line tells.
pub(crate) fn columns(file: &[u8]) -> Result<(Vec<ForeignColumn>, Option<Service>), FileError> {
    let (mut records, names) = begin(file)?;
    let first = records.next().map(|record| texts(&record));
    let first = first.unwrap_or_default();
    let count = names.as_ref().map_or(first.len(), Vec::len);
    let text = |texts: &[String], index: usize| {
        let text = texts.get(index).map_or("", String::as_str);
        quoted_name(text)
    };
    let columns = (0..count).map(|index| ForeignColumn {
        name: names.as_ref().map_or_else(String::new, |names| text(names, index)),
        example: text(&first, index),
    });
    let service = names.as_deref().and_then(Service::recognise);
    Ok((columns.collect(), service))
}

/// The records after the header line, and the names in it if there is one: none of them is a URL.
fn begin(file: &[u8]) -> Result<(Records<'_>, Option<Vec<String>>), FileError> {
    let mut records = all(file)?;
    let header = records.next().ok_or(FileError::Empty)?;
    if !header.closed {
        return Err(FileError::HeaderQuote);
    }
    if header.cells().any(|cell| str::from_utf8(cell).is_err()) {
        return Err(FileError::HeaderEncoding);
    }
    let names = texts(&header);
    if names.iter().any(|name| is_url(name.as_bytes())) {
        return Ok((all(file)?, None));
    }
    Ok((records, Some(names)))
}

/// All records, the header line included.
fn all(file: &[u8]) -> Result<Records<'_>, FileError> {
    let dialect = sniff::sniff(file)?;
    let mut records = Records::new(dialect.text, dialect.delimiter, MAX_COLUMNS);
    if dialect.is_named {
        records.next();
    }
    Ok(records)
}

fn texts(record: &Record<'_>) -> Vec<String> {
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
    record.cells().map(text).collect()
}

/// The rows of a file of another program, parsed one by one.
pub(crate) struct ForeignRows<'f> {
    records: Records<'f>,
    roles: Vec<(Role, usize)>,
}

impl<'f> ForeignRows<'f> {
    /// Rows whose columns are used as `choice` says.
    pub(crate) fn new(file: &'f [u8], choice: &Choice) -> Result<Self, FileError> {
        let (records, names) = begin(file)?;
        let roles = match choice {
            Choice::Service(service) => service.roles(&names.unwrap_or_default()),
            Choice::Roles(roles) => roles.clone(),
        };
        if !roles.iter().any(|(role, _)| *role == Role::Target) {
            let name = Role::Target.name();
            return Err(FileError::MissingColumn { name });
        }
        Ok(Self { records, roles })
    }
}

impl Iterator for ForeignRows<'_> {
    type Item = ImportRow;

    fn next(&mut self) -> Option<ImportRow> {
        loop {
            let record = self.records.next()?;
            let is_blank = record.cells().all(|cell| cell.trim_ascii().is_empty());
            if is_blank && record.closed {
                continue;
            }
            let at = RowPosition::Line(record.line);
            let content = content(&record, &self.roles);
            return Some(ImportRow { at, content });
        }
    }
}

/// The link of a record. Of several columns of one role, the first that is not empty is used.
fn content(record: &Record<'_>, roles: &[(Role, usize)]) -> Result<ImportLink, Violations> {
    if !record.closed {
        return Err(Violations::new(ROW, "has a quote that is never closed"));
    }
    let cells: Vec<&[u8]> = record.cells().collect();
    let mut row = RowReader::default();
    for (role, position) in roles {
        let cell = cells.get(*position).copied().unwrap_or_default();
        let Some(column) = role.column().filter(|column| !row.has(column)) else {
            continue;
        };
        if cell.trim_ascii().is_empty() {
            continue;
        }
        let Ok(cell) = str::from_utf8(cell) else {
            row.refuse(column.name, "is not UTF-8");
            continue;
        };
        match role.read(column, formula::restore(cell)) {
            Ok(Value::Null) => {}
            Ok(value) => row.set(column, value),
            Err(error) => row.refuse(column.name, error),
        }
    }
    row.finish()
}
