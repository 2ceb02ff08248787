//! Korotko's mailer: [`SmtpMailer`] sends by SMTP through lettre, [`FolderMailer`] writes a folder of `.eml` files.
//!
//! Both write the same mail: plain text and HTML, in the language asked for. Neither logs anything: an address, a link or a
//! token leaves this crate in the mail alone, and errors carry reply codes, never the server's words, which may quote them.
#![deny(missing_docs)]

mod folder;
mod mail;
mod smtp;

pub use folder::{FolderMailer, OnWritten};
pub use mail::FromError;
pub use smtp::{SetupError, SmtpMailer, SmtpOptions};
