//! Sending by SMTP (RFC 5321).
//!
//! lettre's own transport does not tell at which stage a server said no, and whether a mail is given up or the whole transport
//! pauses depends on nothing else. So its connections are driven here command by command.

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
