use super::order::parse;
use super::{ComposeReportError, NewReport, Reports, Workbook};
use crate::fault::{Violations, fault};
use crate::ports::ReportWriterError;
use crate::user::User;

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteReportError {
    /// A field violates a rule.
    #[error("the report is invalid")]
    Invalid(Violations),
    /// It could not be composed.
    #[error(transparent)]
    Compose(#[from] ComposeReportError),
    /// The workbook could not be written.
    #[error(transparent)]
    Writer(#[from] ReportWriterError),
}

impl Reports {
    /// Writes a report on the links of `user` to a workbook of any size, without ordering or mailing it: for operators, who are
    /// not limited.
    #[tracing::instrument(name = "reports.write", skip_all, fields(user = %user.id))]
    pub async fn write(
        &self,
        user: &User,
        new: &NewReport<'_>,
    ) -> Result<Workbook, WriteReportError> {
        let now = self.ports.clock.now();
        let order = parse(user, new, now).map_err(WriteReportError::Invalid)?;
        let _slot = self.slot.lock().await;
        let document = self.document(user.id, &order).await?;
        let writer = &self.ports.report_writer;
        Ok(writer.write(document, usize::MAX).await?)
    }
}

fault!(WriteReportError {
    violations: [Invalid => "invalid"],
    variants: [Writer => Internal "internal"],
    transparent: [Compose],
});
