//! The tables, and what their rows mean.

pub(crate) mod job;
pub(crate) mod link;
pub(crate) mod user;
