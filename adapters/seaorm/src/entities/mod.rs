//! The tables, and what their rows mean.

pub(crate) mod collection;
pub(crate) mod collection_link;
pub(crate) mod job;
pub(crate) mod link;
pub(crate) mod link_tag;
pub(crate) mod user;
