use std::sync::Arc;

use korotko_core::ports::Ports;
use korotko_core::token::{Secret, SecretError, TokenSettings};
use korotko_core::{Korotko, PublicUrl, Settings};
use korotko_memory::{MemoryMailer, MemoryStore};
use korotko_tokio::{HasherSettings, Pbkdf2Hasher, SystemClock, SystemRandom};

use super::CommandError;
use crate::api;
use crate::application::StartError;

/// Any public URL: the document does not name it.
const PUBLIC_URL: &str = "http://localhost:8080";

/// Prints the document.
pub(super) fn run() -> Result<(), CommandError> {
    super::print(document()?.trim_end())
}

/// The `OpenAPI` document. Its operations need use cases to stand on, so it gives them a store in memory that nobody asks.
pub fn document() -> Result<String, StartError> {
    let store = Arc::new(MemoryStore::new());
    let ports = Ports {
        store: store.clone(),
        routes: store,
        mailer: Arc::new(MemoryMailer::new()),
        hasher: Arc::new(Pbkdf2Hasher::new(HasherSettings::default())),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::default()),
    };
    let settings = Settings::new(PublicUrl::parse(PUBLIC_URL)?, tokens()?);
    let korotko = Korotko::new(ports, settings).map_err(StartError::Tokens)?;
    Ok(api::service(&korotko).spec())
}

/// Secrets with which nothing is ever signed.
fn tokens() -> Result<TokenSettings, SecretError> {
    let secret = |byte| Secret::from_bytes(vec![byte; Secret::MIN_BYTES]);
    Ok(TokenSettings::new(secret(0)?, secret(1)?))
}
