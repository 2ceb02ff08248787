//! What administrators see, as JSON.

mod audit_entry;
mod job;
mod link;
mod user;

pub(crate) use audit_entry::AuditEntryView;
pub(crate) use job::{JobStateView, JobView};
pub(crate) use link::AdminLinkView;
pub(crate) use user::{LinksOfDisabled, UserDetailsView, UserDisabling, UserView};
