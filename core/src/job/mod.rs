//! The deferred work.

mod entity;

pub use entity::{Job, JobRecord, JobState};
