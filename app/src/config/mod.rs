//! The configuration: flags and environment variables, read once. All errors are reported together.

mod args;
mod clicks;
mod config_errors;
mod duration;
mod environment;
mod flags;
mod folders;
mod limits;
mod listen;
mod mail;
mod names;
mod purpose;
mod read;
mod secret_texts;
mod secrets;
mod switch;
mod tokens;

pub use args::Args;
pub(crate) use clicks::{archive as click_archive, log as click_log};
pub use config_errors::ConfigErrors;
pub use environment::Environment;
pub(crate) use listen::parse as parse_listen;
pub use purpose::Purpose;
pub(crate) use secret_texts::{given as given_secrets, read as read_secrets};
pub(crate) use tokens::SECRET_FILES;

pub use crate::composition::{ClickConfig, Config, Database, MailConfig};
