use std::net::SocketAddr;

use korotko_core::PublicUrlError;
use korotko_core::token::TokenSettingsErrors;
use korotko_seaorm::MigrateError;

use super::adapters::SetUpError;

/// Why the program did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be bound.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The address of the metrics cannot be bound.
    #[error("cannot serve metrics at {0}")]
    ListenMetrics(SocketAddr, #[source] std::io::Error),
    /// An adapter could not be created.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    /// The migrations failed.
    #[error("cannot migrate the database")]
    Migrate(#[from] MigrateError),
    /// Migrations are pending, and `KOROTKO_MIGRATE` is false.
    #[error("migrations are pending: {0}; apply them with `korotko migrate up`")]
    Pending(String),
    /// The settings of tokens are invalid.
    #[error(transparent)]
    Tokens(#[from] TokenSettingsErrors),
    /// The public URL is invalid.
    #[error(transparent)]
    PublicUrl(#[from] PublicUrlError),
    /// The `OpenAPI` document cannot be parsed.
    #[error("cannot parse the OpenAPI document")]
    Document(#[from] serde_json::Error),
}
