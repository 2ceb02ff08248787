//! The workbook of a mailed report.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use korotko_testkit::ReceivedMail;

/// The sheets of a workbook, in English.
pub struct Workbook(Xlsx<Cursor<Vec<u8>>>);

impl Workbook {
    /// The workbook in a mail.
    pub fn in_mail(mail: &ReceivedMail) -> Self {
        let attachment = mail.attachments().into_iter().next();
        let attachment = attachment.unwrap_or_else(|| panic!("no attachment: {:.9000}", mail.data));
        let book = open_workbook_from_rs(Cursor::new(attachment.bytes));
        Self(book.expect("a workbook"))
    }

    /// The names of the sheets.
    pub fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    fn sheet(&mut self, name: &str) -> Range<Data> {
        self.0.worksheet_range(name).expect("the sheet")
    }

    /// The rows of the sheet of links, by slug, and the clicks of the rows below the table.
    pub fn links(&mut self) -> Vec<(String, u64)> {
        let sheet = self.sheet("Links");
        let header = sheet.rows().next().expect("a header");
        let clicks = header
            .iter()
            .position(|cell| cell == &Data::String("Clicks".to_owned()));
        let clicks = clicks.expect("a column of clicks");
        let rows = sheet.rows().skip(1);
        rows.filter_map(|row| Some((row[0].to_string(), number(&row[clicks])?)))
            .collect()
    }

    /// The clicks of each day.
    pub fn days(&mut self) -> Vec<u64> {
        let sheet = self.sheet("By day");
        let rows = sheet.rows().skip(1);
        // The last row is the total.
        let dated = rows.filter(|row| matches!(row[0], Data::DateTime(_) | Data::Float(_)));
        dated.filter_map(|row| number(&row[1])).collect()
    }

    /// Whether any cell has this text.
    pub fn says(&mut self, text: &str) -> bool {
        let sheets = self.sheets();
        sheets.iter().any(|name| {
            let sheet = self.sheet(name);
            let mut cells = sheet.cells().map(|(_, _, cell)| cell.to_string());
            cells.any(|cell| cell.contains(text))
        })
    }
}

fn number(cell: &Data) -> Option<u64> {
    let number = match cell {
        Data::Float(number) => *number,
        Data::Int(number) => return u64::try_from(*number).ok(),
        _ => return None,
    };
    format!("{number}").parse().ok()
}
