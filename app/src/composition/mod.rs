//! The composition root: assembles adapters, use cases, routes and server.

pub(crate) mod adapters;
mod application;
mod folders;
mod health;
pub(crate) mod host_lists;
mod listeners;
mod live;
mod pages;
mod salts;
mod security_txt;
mod settings;
mod start_error;
pub(crate) mod system;
pub(crate) mod worker;

pub use adapters::SetUpError;
pub(crate) use adapters::smtp_options;
pub use application::Application;
pub use folders::FolderError;
pub(crate) use folders::{check_folder, check_writable, create_folder};
pub use korotko_hostlist::HostListFiles;
pub(crate) use listeners::bind_metrics;
pub use security_txt::SecurityTxt;
pub use settings::{AbuseConfig, ClickConfig, Config, Database, MailConfig};
pub use start_error::StartError;
