//! Shares: the statistics of one link or collection, for whoever has a secret URL.

mod count;
mod create;
mod end;
mod entity;
mod find;
mod open;
#[cfg(test)]
mod tests;

pub use count::CountSharedError;
pub use create::{CreateShareError, CreatedShare};
pub use entity::{Share, ShareSubject};
pub use open::{OpenShare, Shared};
use url::Url;

use crate::ports::Ports;
use crate::public_url::PublicUrl;
use crate::settings::Settings;
use crate::statistics::Statistics;
use crate::token::Tokens;

/// The use cases of shares.
#[derive(Debug, Clone)]
pub struct Shares {
    ports: Ports,
    tokens: Tokens,
    statistics: Statistics,
    public_url: PublicUrl,
    /// The path before a token.
    path: String,
}

impl Shares {
    /// Creates the use cases on `ports`; `tokens` issues the tokens of shares.
    pub(crate) fn new(ports: Ports, tokens: Tokens, settings: &Settings) -> Self {
        Self {
            statistics: Statistics::new(ports.clone()),
            ports,
            tokens,
            public_url: settings.public_url.clone(),
            path: settings.share_path.clone(),
        }
    }

    /// The token of a share. It is derived from the id of the share and a secret of the service, and stored nowhere.
    #[must_use]
    pub fn token(&self, share: &Share) -> String {
        self.tokens.issue_share(share.id)
    }

    /// The URL of a share, which ends in its token.
    #[must_use]
    pub fn url(&self, share: &Share) -> Url {
        let (path, token) = (&self.path, self.token(share));
        self.public_url.path(&format!("{path}{token}"))
    }
}
