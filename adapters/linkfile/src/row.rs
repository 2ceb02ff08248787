use korotko_core::fault::Violations;
use korotko_core::link::ImportLink;

use crate::column::{Column, Fill};
use crate::columns::{COLUMNS, names};
use crate::text::quoted_name;
use crate::value::Value;

/// The field of errors that concern a whole row.
pub(crate) const ROW: &str = "row";

/// Builds a link from the values of a row.
#[derive(Default)]
pub(crate) struct RowReader {
    link: ImportLink,
    broken: Violations,
    seen: Vec<&'static str>,
}

impl RowReader {
    /// Whether a value of this column was read.
    pub(crate) fn has(&self, column: &Column) -> bool {
        self.seen.contains(&column.name)
    }

    /// Sets the value of a column. `Null` means that the column is missing, unless the column is required.
    pub(crate) fn set(&mut self, column: &'static Column, value: Value) {
        self.seen.push(column.name);
        if value == Value::Null && !column.is_required() {
            return;
        }
        if let Some(Fill(fill)) = column.fill() {
            self.broken.check(column.name, fill(value, &mut self.link));
        }
    }

    /// Adds an error of a field, or of the whole [`ROW`].
    pub(crate) fn refuse(&mut self, field: &'static str, why: impl std::fmt::Display) {
        self.broken.add(field, why);
    }

    /// Adds an error about an unknown field.
    pub(crate) fn refuse_unknown(&mut self, name: &str) {
        let (name, known) = (quoted_name(name), names());
        let why = format!("has the unknown field `{name}`; the known fields are {known}");
        self.broken.add(ROW, why);
    }

    /// The link, or all errors of the row.
    pub(crate) fn finish(mut self) -> Result<ImportLink, Violations> {
        for column in COLUMNS.iter().filter(|column| column.is_required()) {
            if !self.has(column) {
                self.broken.add(column.name, "is missing");
            }
        }
        if self.broken.as_slice().is_empty() {
            return Ok(self.link);
        }
        Err(self.broken)
    }
}
