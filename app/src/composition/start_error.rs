use std::net::SocketAddr;

use korotko_core::PublicUrlError;
use korotko_core::token::TokenSettingsErrors;
use korotko_seaorm::MigrateError;

use super::adapters::SetUpError;

/// Why the program did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// An adapter could not be made.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    /// The schema could not be brought up to date.
    #[error("the database's schema cannot be brought up to date")]
    Migrate(#[from] MigrateError),
    /// There are migrations to apply, and that is switched off.
    #[error("the database lacks the migrations {0}; apply them with `korotko migrate up`")]
    Pending(String),
    /// The tokens cannot be made like this.
    #[error(transparent)]
    Tokens(#[from] TokenSettingsErrors),
    /// The address that was taken makes no URL.
    #[error(transparent)]
    PublicUrl(#[from] PublicUrlError),
    /// The `OpenAPI` document cannot be read.
    #[error("the OpenAPI document cannot be read")]
    Document(#[from] serde_json::Error),
}
