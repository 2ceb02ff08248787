//! Sending by SMTP (RFC 5321).
//!
//! Whether a mail fails permanently or the whole transport pauses depends on the stage at which the server refuses, which
//! lettre's own transport does not report. So this module drives lettre's connections command by command.

mod connection;
mod line_stream;
mod mailer;
mod options;
mod pool;
mod reply;
mod server;
mod transaction;

pub use mailer::SmtpMailer;
pub use options::SmtpOptions;
pub use server::SetupError;
