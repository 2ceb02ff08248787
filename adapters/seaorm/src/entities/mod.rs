//! The tables, and the conversion of their rows.

pub(crate) mod abuse_report;
pub(crate) mod api_key;
pub(crate) mod audit_entry;
pub(crate) mod collection;
pub(crate) mod collection_link;
pub(crate) mod email_change;
pub(crate) mod import_draft;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod link;
pub(crate) mod link_click;
pub(crate) mod link_tag;
pub(crate) mod order;
pub(crate) mod report;
pub(crate) mod report_schedule;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod user;
