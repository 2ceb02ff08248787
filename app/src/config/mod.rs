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
mod policy;
mod purpose;
mod read;
mod secret_files;
mod secrets;
mod switch;
mod tokens;

pub use args::Args;
pub(crate) use clicks::archive as click_archive;
pub use config_errors::ConfigErrors;
pub use environment::Environment;
pub(crate) use listen::parse as parse_listen;
pub(crate) use names::unknown as unknown_variables;
pub use purpose::Purpose;
pub(crate) use secret_files::{SecretFile, secret_files};

pub use crate::composition::{ClickConfig, Config, Database, MailConfig};
