use async_trait::async_trait;
use korotko_core::ports::{ReportWriter, ReportWriterError};
use korotko_core::report::{ReportDocument, Workbook};
use korotko_core::user::Language;
use korotko_texts::Texts;

use crate::fit;

/// Writes reports as Excel workbooks (Office Open XML, `.xlsx`).
///
/// Requires a tokio runtime, whose blocking threads it uses, and the system's folder for temporary files (`TMPDIR`), which holds
/// the rows of the links until the workbook is compressed: some 300 bytes a link.
#[derive(Debug, Clone, Copy)]
pub struct XlsxWriter {
    texts: fn(Language) -> &'static Texts,
}

impl XlsxWriter {
    /// The media type of the workbooks.
    pub const MEDIA_TYPE: &str =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// Creates a writer.
    #[must_use]
    pub fn new() -> Self {
        Self::with_texts(Texts::of)
    }

    /// Creates a writer with these texts for a language. Tests write the pseudo-language, to see whether longer words fit.
    #[must_use]
    pub fn with_texts(texts: fn(Language) -> &'static Texts) -> Self {
        Self { texts }
    }
}

impl Default for XlsxWriter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl ReportWriter for XlsxWriter {
    async fn write(
        &self,
        document: ReportDocument,
        max_bytes: usize,
    ) -> Result<Workbook, ReportWriterError> {
        let texts = (self.texts)(document.order.language);
        let written =
            tokio::task::spawn_blocking(move || fit::write(&document, texts, max_bytes)).await;
        match written {
            Ok(Ok(workbook)) => Ok(workbook),
            Ok(Err(error)) => Err(ReportWriterError(Box::new(error))),
            Err(error) => match error.try_into_panic() {
                // A panic continues in the caller, as if there were no other thread.
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(ReportWriterError(Box::new(error))),
            },
        }
    }
}
