use crate::click::Clicks;
use crate::collection::Collections;
use crate::job::Jobs;
use crate::key::Keys;
use crate::link::Links;
use crate::ports::Ports;
use crate::report::Reports;
use crate::settings::Settings;
use crate::statistics::Statistics;
use crate::token::{TokenSettingsErrors, Tokens};
use crate::user::Users;

/// Every use case, on one set of ports.
#[derive(Debug, Clone)]
pub struct Korotko {
    /// Accounts.
    pub users: Users,
    /// API keys.
    pub keys: Keys,
    /// Short links.
    pub links: Links,
    /// Counting the clicks of links.
    pub clicks: Clicks,
    /// Statistics of clicks.
    pub statistics: Statistics,
    /// Collections of links.
    pub collections: Collections,
    /// Reports of clicks, and their schedules.
    pub reports: Reports,
    /// Deferred work.
    pub jobs: Jobs,
}

impl Korotko {
    /// Creates the use cases on `ports`, for an embedder that has them all; see [`Korotko::builder`].
    ///
    /// jsonwebtoken's crypto provider is global to a process. If none is installed, this installs one for HS256 on ring; an
    /// embedder that needs another one installs it first.
    pub fn new(ports: Ports, settings: Settings) -> Result<Self, TokenSettingsErrors> {
        let public_url = settings.public_url.as_url();
        let tokens = Tokens::new(ports.random.clone(), public_url, settings.tokens.clone())?;
        let clicks = Clicks::new(ports.clone());
        let reports = Reports::new(ports.clone(), tokens.clone(), &settings);
        Ok(Self {
            users: Users::new(ports.clone(), tokens.clone(), settings.policy.clone()),
            keys: Keys::new(ports.clone(), settings.limits),
            links: Links::new(
                ports.clone(),
                clicks.clone(),
                settings.public_url.clone(),
                settings.limits,
            )
            .with_policy(&settings.policy),
            clicks,
            statistics: Statistics::new(ports.clone()),
            collections: Collections::new(ports.clone(), settings.limits),
            jobs: Jobs::new(ports, tokens, reports.clone(), settings),
            reports,
        })
    }
}
