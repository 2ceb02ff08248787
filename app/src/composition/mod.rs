//! The composition root: assembles adapters, use cases, routes and server.

pub(crate) mod adapters;
mod application;
mod folders;
mod health;
mod listeners;
mod salts;
mod settings;
mod start_error;
pub(crate) mod system;
mod welcome;
pub(crate) mod worker;

pub use adapters::SetUpError;
pub(crate) use adapters::smtp_options;
pub use application::Application;
pub use folders::FolderError;
pub(crate) use folders::{check_folder, create_folder};
pub(crate) use listeners::bind_metrics;
pub use settings::{ClickConfig, Config, Database, MailConfig};
pub use start_error::StartError;
