//! A mail from its words to its bytes.

mod attachment;
mod check;
mod message;
mod refusal;
mod report;
mod sender;
mod words;

pub(crate) use message::{Outgoing, Transfer, compose};
pub use sender::FromError;
pub(crate) use sender::Sender;
