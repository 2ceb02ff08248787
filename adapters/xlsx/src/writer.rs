use async_trait::async_trait;
use korotko_core::ports::{ReportWriter, ReportWriterError};
use korotko_core::report::{ReportDocument, Workbook};

use crate::fit;

/// Writes reports as Excel workbooks (Office Open XML, `.xlsx`).
///
/// Needs a tokio runtime, on whose blocking threads it works, and the system's folder for temporary files (`TMPDIR`), where the
/// rows of the links lie until the workbook is packed: some 300 bytes a link.
#[derive(Debug, Clone, Copy, Default)]
pub struct XlsxWriter;

impl XlsxWriter {
    /// The media type of what it writes.
    pub const MEDIA_TYPE: &str =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// A writer.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

#[async_trait]
impl ReportWriter for XlsxWriter {
    async fn write(
        &self,
        document: ReportDocument,
        most_bytes: usize,
    ) -> Result<Workbook, ReportWriterError> {
        let written = tokio::task::spawn_blocking(move || fit::write(&document, most_bytes)).await;
        match written {
            Ok(Ok(workbook)) => Ok(workbook),
            Ok(Err(error)) => Err(ReportWriterError(Box::new(error))),
            Err(error) => match error.try_into_panic() {
                // A defect is the caller's to know of, as if there were no other thread.
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(ReportWriterError(Box::new(error))),
            },
        }
    }
}
