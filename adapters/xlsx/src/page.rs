use chrono::{NaiveDate, SecondsFormat};
use korotko_core::click::Counts;
use korotko_core::ports::Timestamp;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::content::{Content, number};
use crate::style::Style;
use crate::text::clean;
use crate::time::{serial, serial_day};

/// A row and a column, from 0.
pub(crate) type Place = (u32, u16);

/// A sheet that is written cell by cell: the one way by which texts come into a workbook.
pub(crate) struct Page<'a> {
    pub(crate) sheet: &'a mut Worksheet,
    pub(crate) content: Content<'a>,
    pub(crate) style: &'a Style,
}

/// What writing comes to; with `T`, where it ended.
pub(crate) type Written<T = ()> = Result<T, XlsxError>;

impl<'a> Page<'a> {
    pub(crate) fn new(sheet: &'a mut Worksheet, content: Content<'a>, style: &'a Style) -> Self {
        Self {
            sheet,
            content,
            style,
        }
    }

    pub(crate) fn text(&mut self, at: Place, text: &str, format: &Format) -> Written {
        let text = clean(text);
        self.sheet
            .write_string_with_format(at.0, at.1, text, format)?;
        Ok(())
    }

    pub(crate) fn count(&mut self, at: Place, count: u64, format: &Format) -> Written {
        self.number(at, number(count), format)
    }

    /// The clicks that the report counts, and in the next column the visitors.
    pub(crate) fn counts(&mut self, at: Place, counts: &Counts, format: &Format) -> Written {
        let clicks = self.content.clicks(counts);
        self.count(at, clicks, format)?;
        self.count((at.0, at.1 + 1), counts.visitors, format)
    }

    pub(crate) fn number(&mut self, at: Place, value: f64, format: &Format) -> Written {
        self.sheet
            .write_number_with_format(at.0, at.1, value, format)?;
        Ok(())
    }

    pub(crate) fn date(&mut self, at: Place, date: NaiveDate, format: &Format) -> Written {
        match serial_day(date) {
            Some(day) => self.number(at, day, format),
            None => self.text(at, &date.to_string(), format),
        }
    }

    /// A time as the clocks of the report's zone show it; nothing when there is none.
    pub(crate) fn moment(
        &mut self,
        at: Place,
        moment: Option<Timestamp>,
        format: &Format,
    ) -> Written {
        let Some(moment) = moment else {
            return self.text(at, "", format);
        };
        let zone = &self.content.document.order.zone;
        if let Some(value) = serial(zone.local(moment)) {
            return self.number(at, value, format);
        }
        // Such as the last hours of 9999 in a zone ahead of UTC.
        let utc = moment.to_rfc3339_opts(SecondsFormat::Secs, true);
        self.text(at, &utc, format)
    }

    /// A text over several columns.
    pub(crate) fn wide_text(
        &mut self,
        at: Place,
        last_column: u16,
        text: &str,
        format: &Format,
    ) -> Written {
        let text = clean(text);
        self.sheet
            .merge_range(at.0, at.1, at.0, last_column, &text, format)?;
        Ok(())
    }

    /// A number over several columns, or one.
    pub(crate) fn wide_number(
        &mut self,
        at: Place,
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
