use chrono::{NaiveDate, SecondsFormat};
use korotko_core::click::Counts;
use korotko_core::ports::Timestamp;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::cell_text::clean;
use crate::content::{Content, number};
use crate::style::Style;
use crate::time::{serial, serial_day};

/// A row and a column, counted from 0.
pub(crate) type Position = (u32, u16);

/// Writes a sheet cell by cell. Every text of a workbook is written by this type, which cleans it.
pub(crate) struct SheetWriter<'a> {
    pub(crate) sheet: &'a mut Worksheet,
    pub(crate) content: Content<'a>,
    pub(crate) style: &'a Style,
}

/// The result of writing; `T` is where writing ended.
pub(crate) type Written<T = ()> = Result<T, XlsxError>;

impl<'a> SheetWriter<'a> {
    pub(crate) fn new(sheet: &'a mut Worksheet, content: Content<'a>, style: &'a Style) -> Self {
        Self {
            sheet,
            content,
            style,
        }
    }

    /// Sets the width of a column, in characters; a longer header makes it wider.
    pub(crate) fn set_width(&mut self, column: u16, header: &str, least: f64) -> Written {
        let header = u32::try_from(header.chars().count() + 2).unwrap_or(u32::MAX);
        let width = f64::from(header).max(least);
        self.sheet.set_column_width(column, width)?;
        Ok(())
    }

    pub(crate) fn text(&mut self, at: Position, text: &str, format: &Format) -> Written {
        let text = clean(text);
        self.sheet
            .write_string_with_format(at.0, at.1, text, format)?;
        Ok(())
    }

    pub(crate) fn count(&mut self, at: Position, count: u64, format: &Format) -> Written {
        self.number(at, number(count), format)
    }

    /// The clicks that the report counts, and the visitors in the next column.
    pub(crate) fn counts(&mut self, at: Position, counts: &Counts, format: &Format) -> Written {
        let clicks = self.content.clicks(counts);
        self.count(at, clicks, format)?;
        self.count((at.0, at.1 + 1), counts.visitors, format)
    }

    pub(crate) fn number(&mut self, at: Position, value: f64, format: &Format) -> Written {
        self.sheet
            .write_number_with_format(at.0, at.1, value, format)?;
        Ok(())
    }

    pub(crate) fn date(&mut self, at: Position, date: NaiveDate, format: &Format) -> Written {
        match serial_day(date) {
            Some(day) => self.number(at, day, format),
            None => self.text(at, &date.to_string(), format),
        }
    }

    /// A time in the report's time zone; an empty cell for `None`.
    pub(crate) fn time(
        &mut self,
        at: Position,
        time: Option<Timestamp>,
        format: &Format,
    ) -> Written {
        let Some(time) = time else {
            return self.text(at, "", format);
        };
        let zone = &self.content.document.order.zone;
        if let Some(value) = serial(zone.local(time)) {
            return self.number(at, value, format);
        }
        // Excel cannot show the last hours of 9999 in a zone ahead of UTC, for example.
        let utc = time.to_rfc3339_opts(SecondsFormat::Secs, true);
        self.text(at, &utc, format)
    }

    /// A text in merged columns.
    pub(crate) fn wide_text(
        &mut self,
        at: Position,
        last_column: u16,
        text: &str,
        format: &Format,
    ) -> Written {
        let text = clean(text);
        self.sheet
            .merge_range(at.0, at.1, at.0, last_column, &text, format)?;
        Ok(())
    }

    /// A number in one column or merged columns.
    pub(crate) fn wide_number(
        &mut self,
        at: Position,
        last_column: u16,
        value: f64,
        format: &Format,
    ) -> Written {
        if at.1 < last_column {
            self.sheet
                .merge_range(at.0, at.1, at.0, last_column, "", format)?;
        }
        self.number(at, value, format)
    }
}
