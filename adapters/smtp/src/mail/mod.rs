//! Rendering a mail and encoding it.

mod abuse_report;
mod attachment;
mod check;
mod email_change;
mod message;
mod notice;
mod notices;
mod refusal;
mod rendered;
mod report;
mod sender;

pub(crate) use message::{Outgoing, Transfer, compose};
pub use sender::FromError;
pub(crate) use sender::Sender;
