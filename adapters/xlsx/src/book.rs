//! The whole workbook.

use korotko_core::report::ReportDocument;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::content::Content;
use crate::page::Page;
use crate::style::Style;
use crate::{breakdown, days, links, summary};

/// A workbook of the document with the first `kept` of its links.
pub(crate) fn write(document: &ReportDocument, kept: usize) -> Result<Vec<u8>, XlsxError> {
    let content = Content::new(document, kept);
    let style = Style::new(content.words);
    let mut workbook = Workbook::new();
    let created_at = ExcelDateTime::from_timestamp(document.created_at.timestamp())?;
    let properties = DocProperties::new()
        .set_title(content.words.title)
        .set_author("Korotko")
        .set_creation_datetime(&created_at);
    workbook.set_properties(&properties);
    summary::write(&mut Page::new(workbook.add_worksheet(), content, &style))?;
    // Row by row into a file: in memory, a hundred thousand links would take some 200 MB.
    let links = workbook.add_worksheet_with_constant_memory()?;
    links::write(&mut Page::new(links, content, &style))?;
    days::write(&mut Page::new(workbook.add_worksheet(), content, &style))?;
    breakdown::write(&mut Page::new(workbook.add_worksheet(), content, &style))?;
    workbook.save_to_buffer()
}
