use async_trait::async_trait;

use crate::report::{ReportDocument, Workbook};

/// Writes reports to files.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ReportWriter: Send + Sync {
    /// Writes a workbook of at most `max_bytes`, off the threads that handle requests. If not all links fit, MUST omit those at
    /// the end of [`ReportDocument::links`], say so in the workbook, and add them up there, so that its numbers still agree.
    /// MUST write every text of a user as a text, never as a formula.
    async fn write(
        &self,
        document: ReportDocument,
        max_bytes: usize,
    ) -> Result<Workbook, ReportWriterError>;
}

/// The workbook could not be written: a defect, or no disk space.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written")]
pub struct ReportWriterError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
