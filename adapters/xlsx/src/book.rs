//! Writing the whole workbook.

use korotko_core::report::ReportDocument;
use korotko_texts::Texts;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::content::Content;
use crate::sheet_writer::SheetWriter;
use crate::style::Style;
use crate::{breakdown, days, links, summary};

/// A workbook of the document with the first `kept` of its links.
pub(crate) fn write(
    document: &ReportDocument,
    texts: &'static Texts,
    kept: usize,
) -> Result<Vec<u8>, XlsxError> {
    let content = Content::new(document, texts, kept);
    let style = Style::new(texts);
    let mut workbook = Workbook::new();
    let created_at = ExcelDateTime::from_timestamp(document.created_at.timestamp())?;
    let properties = DocProperties::new()
        .set_title(texts.text("workbook-title"))
        .set_author("Korotko")
        .set_creation_datetime(&created_at);
    workbook.set_properties(&properties);
    summary::write(&mut SheetWriter::new(
        workbook.add_worksheet(),
        content,
        &style,
    ))?;
    // Rows are written to a file: in memory, 100,000 links would take some 200 MB.
    let links = workbook.add_worksheet_with_constant_memory()?;
    links::write(&mut SheetWriter::new(links, content, &style))?;
    days::write(&mut SheetWriter::new(
        workbook.add_worksheet(),
        content,
        &style,
    ))?;
    breakdown::write(&mut SheetWriter::new(
        workbook.add_worksheet(),
        content,
        &style,
    ))?;
    workbook.save_to_buffer()
}
