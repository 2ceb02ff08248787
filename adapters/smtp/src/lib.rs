//! Korotko's mailers: [`SmtpMailer`] sends by SMTP through lettre, [`FolderMailer`] writes `.eml` files into a folder.
//!
//! Both render the same mail: plain text and HTML, in the mail's language. Neither logs anything: addresses, links and tokens
//! leave this crate in mails only. Errors contain reply codes, never the server's text, which may quote them.
#![deny(missing_docs)]

mod folder;
mod mail;
mod smtp;

pub use folder::{FolderMailer, OnWritten};
pub use mail::FromError;
pub use smtp::{SetupError, SmtpMailer, SmtpOptions};
