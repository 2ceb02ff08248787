//! The suite that every report writer must pass.

use std::future::{Ready, ready};
use std::sync::Arc;

use korotko_contract::report_writer::{ReadReport, ReportWriterFixture};
use korotko_contract::report_writer_contract;
use korotko_xlsx::XlsxWriter;

use crate::book::{Book, Cell, Sheet};

/// The columns of a link's share URL and of its clicks.
const URL: &str = "C";
const CLICKS: &str = "J";

fn clicks(sheet: &Sheet, row: u32) -> u64 {
    format!("{}", sheet.number(CLICKS, row)).parse().unwrap()
}

fn read(bytes: &[u8]) -> ReadReport {
    let book = Book::read(bytes.to_vec());
    let sheets = book.parts("xl/worksheets/sheet");
    let formulas = sheets.iter().map(|xml| xml.matches("<f").count()).sum();
    let sheet = book.sheet(2);
    let end = sheet.row_of("A", "Total");
    let mut read = ReadReport {
        total: clicks(&sheet, end),
        formulas,
        ..ReadReport::default()
    };
    for row in 2..end {
        match sheet.get(URL, row) {
            Some(Cell::Text(url)) => read.links.push((url.clone(), clicks(&sheet, row))),
            _ => read.omitted = Some((sheet.text("A", row).to_owned(), clicks(&sheet, row))),
        }
    }
    read
}

fn xlsx() -> Ready<ReportWriterFixture> {
    let writer = Arc::new(XlsxWriter::new());
    ready(ReportWriterFixture { writer, read })
}

report_writer_contract!(xlsx);
