use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use korotko_core::click::Counts;
use korotko_core::ports::{ReportWriter, ReportWriterError};
use korotko_core::report::{LinkRow, ReportDocument, Workbook};

/// Keeps the written documents, in order, and writes a small text instead of a workbook: the clicks and the share URL of each
/// link, one a line, and the total. A clone is another handle of the same writer.
///
/// ```
/// use korotko_memory::MemoryReportWriter;
///
/// let writer = MemoryReportWriter::new();
/// // ... a report is created, and then:
/// assert!(writer.documents().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryReportWriter {
    documents: Arc<Mutex<Vec<ReportDocument>>>,
}

impl MemoryReportWriter {
    /// A writer without documents.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The written documents, in order.
    #[must_use]
    pub fn documents(&self) -> Vec<ReportDocument> {
        self.documents_mut().clone()
    }

    fn documents_mut(&self) -> MutexGuard<'_, Vec<ReportDocument>> {
        self.documents
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ReportWriter for MemoryReportWriter {
    async fn write(
        &self,
        document: ReportDocument,
        max_bytes: usize,
    ) -> Result<Workbook, ReportWriterError> {
        let workbook = workbook(&document, max_bytes);
        self.documents_mut().push(document);
        workbook
    }
}

/// The links as text; those at the end that do not fit are omitted, and counted in one line.
fn workbook(document: &ReportDocument, max_bytes: usize) -> Result<Workbook, ReportWriterError> {
    let bots = document.order.include_bots;
    let mut links = String::new();
    let mut ends = vec![0];
    for row in &document.links {
        links.push_str(&line(row, bots));
        ends.push(links.len());
    }
    let mut omitted = Counts::default();
    for (kept, end) in ends.iter().enumerate().rev() {
        if let Some(row) = document.links.get(kept) {
            omitted += row.counts;
        }
        let omitted_links = document.links.len() - kept;
        let last = ending(document, omitted_links, omitted);
        if end + last.len() <= max_bytes {
            links.truncate(*end);
            links.push_str(&last);
            return Ok(Workbook {
                media_type: "text/plain",
                extension: "txt",
                bytes: links.into_bytes(),
                omitted_links: omitted_links as u64,
            });
        }
    }
    let message = format!("{max_bytes} bytes are too few for any report");
    Err(ReportWriterError(message.into()))
}

fn line(row: &LinkRow, bots: bool) -> String {
    format!("{}\t{}\n", row.counts.clicks_with(bots), row.share_url)
}

/// The lines after the links.
fn ending(document: &ReportDocument, omitted_links: usize, omitted: Counts) -> String {
    let clicks = |counts: Counts| counts.clicks_with(document.order.include_bots);
    let mut ending = String::new();
    // Writing to a string does not fail.
    if omitted_links > 0 {
        let _ = writeln!(ending, "{}\t{omitted_links} links omitted", clicks(omitted));
    }
    let _ = writeln!(ending, "{}\tdeleted links", clicks(document.deleted));
    let _ = writeln!(ending, "{}\ttotal", clicks(document.total));
    ending
}
