//! What administrators see, as JSON.

mod abuse_report;
mod audit_entry;
mod block;
mod invitation;
mod job;
mod key;
mod link;
mod user;

pub(crate) use abuse_report::{AbuseReportClosing, AbuseReportStateView, AbuseReportView};
pub(crate) use audit_entry::AuditEntryView;
pub(crate) use block::LinkBlocking;
pub(crate) use invitation::{NewInvitation, SentInvitationView};
pub(crate) use job::{JobStateView, JobView};
pub(crate) use key::AdminKeyView;
pub(crate) use link::AdminLinkView;
pub(crate) use user::{LinksOfDisabled, UserDetailsView, UserDisabling, UserView};
