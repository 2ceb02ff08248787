use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use korotko_core::click::Counts;
use korotko_core::ports::{ReportWriter, ReportWriterError};
use korotko_core::report::{LinkRow, ReportDocument, Workbook};

/// Keeps the documents that it was given, in order, and writes a small text instead of a workbook: the clicks and the address
/// of each link, one a line, and last what the links add up to. A clone is another handle of the same writer.
///
/// ```
/// use korotko_memory::MemoryReportWriter;
///
/// let writer = MemoryReportWriter::new();
/// // ... a report is made, and then:
/// assert!(writer.documents().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryReportWriter {
    documents: Arc<Mutex<Vec<ReportDocument>>>,
}

impl MemoryReportWriter {
    /// A writer that was given nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The documents that it was given, the first one first.
    #[must_use]
    pub fn documents(&self) -> Vec<ReportDocument> {
        self.kept().clone()
    }

    fn kept(&self) -> MutexGuard<'_, Vec<ReportDocument>> {
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
        most_bytes: usize,
    ) -> Result<Workbook, ReportWriterError> {
        let workbook = workbook(&document, most_bytes);
        self.kept().push(document);
        workbook
    }
}

/// The links as text; those at the end are left out, and told in one line, as far as they find no room.
fn workbook(document: &ReportDocument, most_bytes: usize) -> Result<Workbook, ReportWriterError> {
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
        let left_out = document.links.len() - kept;
        let last = ending(document, left_out, omitted);
        if end + last.len() <= most_bytes {
            links.truncate(*end);
            links.push_str(&last);
            return Ok(Workbook {
                media_type: "text/plain",
                extension: "txt",
                bytes: links.into_bytes(),
                omitted_links: left_out as u64,
            });
        }
    }
    let message = format!("{most_bytes} bytes are too few for any report");
    Err(ReportWriterError(message.into()))
}

fn line(row: &LinkRow, bots: bool) -> String {
    format!("{}\t{}\n", row.counts.clicks_with(bots), row.share_url)
}

/// The lines after the links.
fn ending(document: &ReportDocument, left_out: usize, omitted: Counts) -> String {
    let clicks = |counts: Counts| counts.clicks_with(document.order.include_bots);
    let mut ending = String::new();
    // Writing into a string does not fail.
    if left_out > 0 {
        let _ = writeln!(ending, "{}\t{left_out} links left out", clicks(omitted));
    }
    let _ = writeln!(ending, "{}\tdeleted links", clicks(document.deleted));
    let _ = writeln!(ending, "{}\ttotal", clicks(document.total));
    ending
}
