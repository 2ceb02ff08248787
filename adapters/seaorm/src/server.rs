//! A PostgreSQL server, and the settings of its sessions.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;

/// How much earlier the server ends a statement than the caller, so that the caller learns the cause; a tenth of short timeouts.
const MARGIN: Duration = Duration::from_millis(500);

/// A server, or a pooler in front of it.
#[derive(Clone)]
pub(crate) struct PostgresServer {
    /// How to connect.
    pub(crate) options: PgConnectOptions,
    /// Whether a pooler may execute each transaction in another session of the server. What other clients prepared there exists
    /// then, and what this one prepared does not, so nothing may outlive a transaction, and no statement may run outside of one:
    /// the driver sends a statement and its parameters separately.
    pub(crate) pooled: bool,
}

/// Time limits of a session.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// For a statement, by the caller's clock.
    pub(crate) statement: Duration,
    /// For a lock.
    pub(crate) lock: Duration,
    /// Between two statements of a transaction.
    pub(crate) idle: Duration,
}

impl PostgresServer {
    /// A server, or a pooler, which accepts none of the parameters that are not needed.
    pub(crate) fn new(options: PgConnectOptions, pooled: bool) -> Self {
        let options = if pooled {
            options.extra_float_digits(None)
        } else {
            options
        };
        Self { options, pooled }
    }

    /// The same server, whose sessions have these limits, unless the URL has others.
    pub(crate) fn limited(&self, limits: Limits) -> Self {
        let mut options = self.options.clone();
        if options.get_application_name().is_none() {
            options = options.application_name("korotko");
        }
        if !self.pooled {
            let settings = self.settings(limits).into_iter();
            options = options.options(settings.chain(self.missing(KEEPALIVE)));
        }
        Self {
            options,
            ..self.clone()
        }
    }

    /// What each transaction begins with if the server is pooled: the limits, and the removal of what others have prepared.
    pub(crate) fn opening(&self, limits: Limits) -> Option<String> {
        let set = |(name, value)| format!("SET LOCAL {name} = {value}; ");
        let settings: String = self.settings(limits).into_iter().map(set).collect();
        self.pooled.then(|| settings + "DEALLOCATE ALL")
    }

    fn settings(&self, limits: Limits) -> Vec<Setting> {
        let statement = limits.statement;
        let statement = statement.saturating_sub(MARGIN.min(statement / 10));
        let idle = limits.idle.as_millis();
        self.missing([
            ("statement_timeout", statement.as_millis()),
            ("lock_timeout", limits.lock.as_millis()),
            ("idle_in_transaction_session_timeout", idle),
            // Compiling a statement that counts thousands of clicks takes longer than it saves.
            ("jit", 0),
        ])
    }

    /// The settings that the URL does not have.
    fn missing<const N: usize>(&self, settings: [Setting; N]) -> Vec<Setting> {
        let given = self.options.get_options().unwrap_or_default();
        let missing = settings.into_iter();
        missing.filter(|(name, _)| !given.contains(name)).collect()
    }
}

/// A name and a value.
type Setting = (&'static str, u128);

/// In seconds, set on the server, since the driver does not expose its socket: the server releases the locks of a vanished client
/// within a minute, and network devices in between see that the connection is in use.
const KEEPALIVE: [Setting; 3] = [
    ("tcp_keepalives_idle", 30),
    ("tcp_keepalives_interval", 10),
    ("tcp_keepalives_count", 3),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;

    const LIMITS: Limits = Limits {
        statement: Duration::from_secs(2),
        lock: Duration::from_secs(5),
        idle: Duration::from_mins(1),
    };

    fn server(url: &str, pooled: bool) -> PostgresServer {
        PostgresServer::new(url.parse().unwrap(), pooled)
    }

    fn settings(url: &str) -> String {
        let options = server(url, false).limited(LIMITS).options;
        assert_eq!(options.get_application_name(), Some("mine"));
        options.get_options().unwrap().to_owned()
    }

    #[test]
    fn settings_in_the_url_override_the_defaults() {
        let settings = settings(
            "postgres://a@127.0.0.1/b?options=-c%20statement_timeout%3D7&application_name=mine",
        );
        assert_eq!(settings.matches("statement_timeout").count(), 1);
        assert!(settings.contains("lock_timeout=5000"), "{settings}");
    }

    #[test]
    fn the_server_ends_a_statement_before_the_caller_does() {
        let settings = settings("postgres://a@127.0.0.1/b?application_name=mine");
        assert!(settings.contains("statement_timeout=1800"), "{settings}");
        assert!(settings.contains("tcp_keepalives_idle=30"), "{settings}");
    }

    #[test]
    fn behind_a_pooler_each_transaction_has_the_settings() {
        let url = "postgres://a@127.0.0.1/b";
        let pooled = server(url, true);
        assert_eq!(pooled.limited(LIMITS).options.get_options(), None);
        let opening = pooled.opening(LIMITS).unwrap();
        assert!(
            opening.contains("SET LOCAL statement_timeout = 1800;"),
            "{opening}"
        );
        assert_eq!(server(url, false).opening(LIMITS), None);
    }
}
