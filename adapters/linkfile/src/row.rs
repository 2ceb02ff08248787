use korotko_core::fault::Violations;
use korotko_core::link::ImportLink;

use crate::column::{Column, Fill};
use crate::columns::{COLUMNS, names};
use crate::text::shown;
use crate::value::Value;

/// What is wrong with a row as a whole is told of this field.
pub(crate) const ROW: &str = "row";

/// A row at which is being read, value by value.
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

    /// Takes the value of a column. Nothing is as if the column were not there, unless each row must have it.
    pub(crate) fn take(&mut self, column: &'static Column, value: Value) {
        self.seen.push(column.name);
        if value == Value::Nothing && !column.is_required() {
            return;
        }
        if let Some(Fill(fill)) = column.fill() {
            self.broken.check(column.name, fill(value, &mut self.link));
        }
    }

    /// Notes what is wrong with a field, or with the whole [`ROW`].
    pub(crate) fn refuse(&mut self, field: &'static str, why: impl std::fmt::Display) {
        self.broken.add(field, why);
    }

    /// Notes that there is something of which no import knows.
    pub(crate) fn refuse_unknown(&mut self, name: &str) {
        let (name, known) = (shown(name), names());
        let why = format!("has the unknown field `{name}`; the known ones are {known}");
        self.broken.add(ROW, why);
    }

    /// The link, or all that is wrong with it.
    pub(crate) fn end(mut self) -> Result<ImportLink, Violations> {
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
