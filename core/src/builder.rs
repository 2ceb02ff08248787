use std::fmt;
use std::sync::Arc;

use crate::ports::{
    ClickRecorder, Clock, HostLists, Mailer, NoHostLists, PasswordHasher, Ports, Random,
    RandomError, RateLimiter, ReportWriter, RouteFinder, Store, StoredUsers, TracePropagator,
    UnlimitedRates, Untraced, UserFinder,
};
use crate::rate_limit::RateLimits;
use crate::settings::DEFAULT_SHARE_PATH;
use crate::token::{Secret, TokenSettings, TokenSettingsErrors};
use crate::user::{AccessPolicy, Email};
use crate::{Korotko, Limits, MailPaths, PublicUrl, Settings};

/// Builds a [`Korotko`] port by port, with defaults for the settings.
///
/// `korotko_tokio::builder` is a builder that has its clock, randomness and password hasher already.
pub struct KorotkoBuilder {
    public_url: PublicUrl,
    tokens: Option<TokenSettings>,
    limits: Limits,
    rate_limits: RateLimits,
    policy: AccessPolicy,
    mail_paths: MailPaths,
    share_path: String,
    abuse_mail: Option<Email>,
    store: Option<Arc<dyn Store>>,
    routes_of_store: Option<Arc<dyn RouteFinder>>,
    route_finder: Option<Arc<dyn RouteFinder>>,
    user_finder: Option<Arc<dyn UserFinder>>,
    click_recorder: Option<Arc<dyn ClickRecorder>>,
    report_writer: Option<Arc<dyn ReportWriter>>,
    mailer: Option<Arc<dyn Mailer>>,
    password_hasher: Option<Arc<dyn PasswordHasher>>,
    rate_limiter: Arc<dyn RateLimiter>,
    node_rate_limiter: Option<Arc<dyn RateLimiter>>,
    trace_propagator: Arc<dyn TracePropagator>,
    host_lists: Arc<dyn HostLists>,
    clock: Option<Arc<dyn Clock>>,
    random: Option<Arc<dyn Random>>,
}

/// Why [`KorotkoBuilder::build`] failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The names of the methods of [`KorotkoBuilder`] that must be called as well.
    #[error("ports are missing; call {}", .0.join(", "))]
    MissingPorts(Vec<&'static str>),
    /// No secrets could be generated.
    #[error("cannot generate the secrets of tokens")]
    Random(#[from] RandomError),
    /// The settings of tokens are wrong.
    #[error(transparent)]
    Tokens(#[from] TokenSettingsErrors),
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)+) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self, $name: $type) -> Self {
                self.$name = $name.into();
                self
            }
        )+
    };
}

impl Korotko {
    /// A builder of the use cases for a service under `public_url`.
    #[must_use]
    pub fn builder(public_url: PublicUrl) -> KorotkoBuilder {
        KorotkoBuilder {
            public_url,
            tokens: None,
            limits: Limits::default(),
            rate_limits: RateLimits::default(),
            policy: AccessPolicy::default(),
            mail_paths: MailPaths::default(),
            share_path: DEFAULT_SHARE_PATH.to_owned(),
            abuse_mail: None,
            store: None,
            routes_of_store: None,
            route_finder: None,
            user_finder: None,
            click_recorder: None,
            report_writer: None,
            mailer: None,
            password_hasher: None,
            rate_limiter: Arc::new(UnlimitedRates),
            node_rate_limiter: None,
            trace_propagator: Arc::new(Untraced),
            host_lists: Arc::new(NoHostLists),
            clock: None,
            random: None,
        }
    }
}

impl KorotkoBuilder {
    /// Stores everything, and finds the routes of slugs unless [`route_finder`](Self::route_finder) is set.
    #[must_use]
    pub fn store(mut self, store: Arc<impl Store + RouteFinder + 'static>) -> Self {
        self.routes_of_store = Some(store.clone());
        self.store = Some(store);
        self
    }

    setters! {
        /// Finds the routes of slugs instead of the store: a cache in front of it.
        route_finder: Arc<dyn RouteFinder>,
        /// Finds the users of tokens instead of the store: a cache in front of it.
        user_finder: Arc<dyn UserFinder>,
        /// Records clicks.
        click_recorder: Arc<dyn ClickRecorder>,
        /// Writes reports to files.
        report_writer: Arc<dyn ReportWriter>,
        /// Sends mails.
        mailer: Arc<dyn Mailer>,
        /// Hashes passwords.
        password_hasher: Arc<dyn PasswordHasher>,
        /// Limits requests. By default nothing is limited.
        rate_limiter: Arc<dyn RateLimiter>,
        /// Limits the requests for unknown slugs instead of `rate_limiter`, which all nodes may share.
        node_rate_limiter: Arc<dyn RateLimiter>,
        /// Carries traces from requests to jobs. By default nothing is traced.
        trace_propagator: Arc<dyn TracePropagator>,
        /// Knows blocked hosts and URL shorteners. By default there are none.
        host_lists: Arc<dyn HostLists>,
        /// Tells the time.
        clock: Arc<dyn Clock>,
        /// Returns unpredictable bytes.
        random: Arc<dyn Random>,
        /// How tokens are signed. By default with secrets that [`build`](Self::build) generates: then every session and every
        /// link in a mail ends with the process. A service sets secrets that it keeps.
        tokens: TokenSettings,
        /// How much one user may have.
        limits: Limits,
        /// How often clients and users may do something.
        rate_limits: RateLimits,
        /// What is allowed to people without an account.
        policy: AccessPolicy,
        /// The paths of the links in mails.
        mail_paths: MailPaths,
        /// The path before the token of a share. By default `/s/`.
        share_path: String,
        /// Where abuse reports are mailed to. By default nowhere.
        abuse_mail: Email,
    }

    /// The use cases, or what is missing.
    pub fn build(self) -> Result<Korotko, BuildError> {
        let missing = self.missing();
        let (Some(store), Some(route_finder), Some(click_recorder), Some(report_writer)) = (
            self.store,
            self.route_finder.or(self.routes_of_store),
            self.click_recorder,
            self.report_writer,
        ) else {
            return Err(BuildError::MissingPorts(missing));
        };
        let (Some(mailer), Some(password_hasher), Some(clock), Some(random)) =
            (self.mailer, self.password_hasher, self.clock, self.random)
        else {
            return Err(BuildError::MissingPorts(missing));
        };
        let tokens = (self.tokens).map_or_else(|| generated_secrets(&*random), Ok)?;
        let of_users = store.clone();
        let ports = Ports {
            store,
            route_finder,
            user_finder: (self.user_finder).unwrap_or_else(|| Arc::new(StoredUsers(of_users))),
            click_recorder,
            report_writer,
            mailer,
            password_hasher,
            rate_limiter: self.rate_limiter.clone(),
            node_rate_limiter: self.node_rate_limiter.unwrap_or(self.rate_limiter),
            trace_propagator: self.trace_propagator,
            host_lists: self.host_lists,
            clock,
            random,
        };
        let settings = Settings {
            limits: self.limits,
            rate_limits: Some(self.rate_limits),
            policy: self.policy,
            share_path: self.share_path,
            abuse_mail: self.abuse_mail,
            ..Settings::new(self.public_url, tokens, self.mail_paths)
        };
        Ok(Korotko::new(ports, settings)?)
    }

    /// The names of the ports without a default that are not set.
    fn missing(&self) -> Vec<&'static str> {
        let ports = [
            ("store", self.store.is_none()),
            ("click_recorder", self.click_recorder.is_none()),
            ("report_writer", self.report_writer.is_none()),
            ("mailer", self.mailer.is_none()),
            ("password_hasher", self.password_hasher.is_none()),
            ("clock", self.clock.is_none()),
            ("random", self.random.is_none()),
        ];
        let missing = ports.into_iter().filter(|(_, missing)| *missing);
        missing.map(|(name, _)| name).collect()
    }
}

fn generated_secrets(random: &dyn Random) -> Result<TokenSettings, RandomError> {
    let (jwt, email) = (Secret::generate(random)?, Secret::generate(random)?);
    Ok(TokenSettings::new(jwt, email))
}

impl fmt::Debug for KorotkoBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KorotkoBuilder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::MockPorts;

    #[test]
    fn every_missing_port_is_named() {
        let url = PublicUrl::parse("https://short.example").unwrap();
        let mocks = MockPorts::default().into_ports();
        let builder = Korotko::builder(url)
            .mailer(mocks.mailer)
            .clock(mocks.clock);
        let error = builder.build().unwrap_err();
        let wanted =
            "ports are missing; call store, click_recorder, report_writer, password_hasher, random";
        assert_eq!(error.to_string(), wanted);
    }
}
