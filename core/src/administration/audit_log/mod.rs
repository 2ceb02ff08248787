//! The audit log: who did what to whom, and when.

mod entry;
mod list;

pub use entry::{AuditAction, AuditEntry, AuditSubject};
pub use list::AuditRecord;
