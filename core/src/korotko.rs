use crate::collection::Collections;
use crate::job::Jobs;
use crate::link::Links;
use crate::ports::Ports;
use crate::settings::Settings;
use crate::token::{TokenSettingsErrors, Tokens};
use crate::user::Users;

/// Every use case, on one set of ports.
#[derive(Debug, Clone)]
pub struct Korotko {
    /// Accounts.
    pub users: Users,
    /// Sessions.
    pub tokens: Tokens,
    /// Short links.
    pub links: Links,
    /// Personal sets of links.
    pub collections: Collections,
    /// The deferred work.
    pub jobs: Jobs,
}

impl Korotko {
    /// Puts the use cases on `ports`.
    pub fn new(ports: Ports, settings: Settings) -> Result<Self, TokenSettingsErrors> {
        let public_url = settings.public_url.as_url();
        let tokens = Tokens::new(ports.clone(), public_url, settings.tokens.clone())?;
        Ok(Self {
            users: Users::new(ports.clone(), tokens.clone()),
            links: Links::new(ports.clone(), settings.public_url.clone(), settings.limits),
            collections: Collections::new(ports.clone(), settings.limits),
            jobs: Jobs::new(ports, tokens.clone(), settings),
            tokens,
        })
    }
}
