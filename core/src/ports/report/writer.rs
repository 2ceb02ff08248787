use async_trait::async_trait;

use crate::report::{ReportDocument, Workbook};

/// Puts a report into a file that people open.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ReportWriter: Send + Sync {
    /// Writes a workbook of at most `most_bytes`, off the threads that answer requests. Where all links do not fit, MUST leave
    /// out those at the end of [`ReportDocument::links`], say so in the workbook, and add them up there, so that its numbers
    /// still agree. MUST write every text of a user as a text, never as a formula.
    async fn write(
        &self,
        document: ReportDocument,
        most_bytes: usize,
    ) -> Result<Workbook, ReportWriterError>;
}

/// A workbook could not be written: a defect, or no room on the disk.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written")]
pub struct ReportWriterError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
