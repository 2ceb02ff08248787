//! The configuration: flags and environment variables, read once. All errors are reported together.

mod abuse;
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
mod rate_limit_args;
mod rate_limits;
mod read;
mod secret_files;
mod secret_texts;
mod secrets;
mod security_txt;
mod switch;
mod tokens;
mod trace_args;
mod traces;

pub use args::Args;
pub(crate) use clicks::{archive as click_archive, log as click_log};
pub use config_errors::ConfigErrors;
pub use environment::Environment;
pub(crate) use listen::parse as parse_listen;
pub(crate) use names::ignored as ignored_variables;
pub use purpose::Purpose;
pub use rate_limit_args::RateLimitArgs;
pub(crate) use secret_files::{SecretFile, secret_files};
pub(crate) use secret_texts::{given as given_secrets, read as read_secrets};
pub(crate) use tokens::SECRET_FILES;
pub use trace_args::TraceArgs;
pub(crate) use traces::read as traces;

pub use crate::composition::{
    AbuseConfig, ClickConfig, Config, Database, HostListFiles, MailConfig, SecurityTxt,
};
