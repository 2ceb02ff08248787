use crate::abuse::AbuseReports;
use crate::administration::Administration;
use crate::click::Clicks;
use crate::collection::Collections;
use crate::import_draft::ImportDrafts;
use crate::job::Jobs;
use crate::key::Keys;
use crate::link::Links;
use crate::ports::Ports;
use crate::rate_limit::RateLimiting;
use crate::report::Reports;
use crate::session::Sessions;
use crate::settings::Settings;
use crate::share::Shares;
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
    /// Sessions of browsers.
    pub sessions: Sessions,
    /// Short links.
    pub links: Links,
    /// Files that are tried before they are imported.
    pub import_drafts: ImportDrafts,
    /// Counting the clicks of links.
    pub clicks: Clicks,
    /// Statistics of clicks.
    pub statistics: Statistics,
    /// Collections of links.
    pub collections: Collections,
    /// Statistics that are shown to whoever has a secret URL.
    pub shares: Shares,
    /// Reports of clicks, and their schedules.
    pub reports: Reports,
    /// Abuse reports.
    pub abuse_reports: AbuseReports,
    /// Deferred work.
    pub jobs: Jobs,
    /// What administrators do with users and links.
    pub administration: Administration,
}

impl Korotko {
    /// Creates the use cases on `ports`, for an embedder that has them all; see [`Korotko::builder`].
    ///
    /// jsonwebtoken's crypto provider is global to a process. If none is installed, this installs one for HS256 on ring; an
    /// embedder that needs another one installs it first.
    pub fn new(ports: Ports, settings: Settings) -> Result<Self, TokenSettingsErrors> {
        let public_url = settings.public_url.as_url();
        let rates = RateLimiting::new(
            &ports,
            settings.rate_limits.as_ref(),
            &settings.tokens.email_secret,
        );
        let tokens = Tokens::new(ports.random.clone(), public_url, settings.tokens.clone())?;
        let clicks = Clicks::new(ports.clone());
        let reports = Reports::new(ports.clone(), tokens.clone(), rates.clone(), &settings);
        let links = Links::new(
            ports.clone(),
            clicks.clone(),
            settings.public_url.clone(),
            settings.limits,
            rates.clone(),
        );
        let links = links.with_policy(&settings.policy);
        let shares = Shares::new(ports.clone(), tokens.clone(), &settings);
        let mails = settings.abuse_mail.is_some();
        let abuse_reports = AbuseReports::new(ports.clone(), links.clone(), rates.clone(), mails);
        let users = Users::new(
            ports.clone(),
            tokens.clone(),
            rates,
            settings.policy.clone(),
        );
        Ok(Self {
            abuse_reports,
            administration: Administration::new(ports.clone(), links.clone(), users.clone()),
            sessions: Sessions::new(ports.clone(), users.clone()),
            users,
            keys: Keys::new(ports.clone(), settings.limits),
            import_drafts: ImportDrafts::new(ports.clone(), links.clone()),
            links,
            clicks,
            statistics: Statistics::new(ports.clone()),
            collections: Collections::new(ports.clone(), settings.limits),
            shares,
            jobs: Jobs::new(ports, tokens, reports.clone(), settings),
            reports,
        })
    }
}
