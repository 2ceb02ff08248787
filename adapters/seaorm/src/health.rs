//! The health of connections and data, as failures show it.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use korotko_core::ports::StoreError;
use sea_orm::DbErr;
use tokio::time::{Duration, Instant};

use crate::error::{condemns_connections, store_error};

/// The health of one pool's connections, and of the data. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health {
    /// When a failure of this pool last made all its existing connections untrusted.
    failed: Arc<RwLock<Option<Instant>>>,
    /// The error that showed that the data are damaged.
    damage: Arc<OnceLock<String>>,
}

impl Health {
    /// The health of another pool on the same data.
    pub(crate) fn for_another_pool(&self) -> Self {
        Self {
            failed: Arc::default(),
            damage: self.damage.clone(),
        }
    }

    /// Classifies a failure, and records what it shows.
    pub(crate) fn classify(&self, error: DbErr) -> StoreError {
        if condemns_connections(&error) {
            let mut failed = self.failed.write().unwrap_or_else(PoisonError::into_inner);
            *failed = Some(Instant::now());
        }
        let error = store_error(error);
        if let StoreError::Damaged(cause) = &error {
            self.mark_damaged(&cause.to_string());
        }
        error
    }

    /// Fails if the data are known to be damaged.
    pub(crate) fn refuse_damaged(&self) -> Result<(), StoreError> {
        match self.damage.get() {
            Some(cause) => Err(StoreError::damaged(cause.as_str())),
            None => Ok(()),
        }
    }

    /// Whether a connection of this age was opened after the last failure that made connections untrusted.
    pub(crate) fn trusts(&self, age: Duration) -> bool {
        let failed = self.failed.read().unwrap_or_else(PoisonError::into_inner);
        failed.is_none_or(|failed| age < failed.elapsed())
    }

    fn mark_damaged(&self, cause: &str) {
        let mut first = false;
        self.damage.get_or_init(|| {
            first = true;
            cause.to_owned()
        });
        if first {
            tracing::error!(
                event = "database_damaged",
                cause,
                "the database is damaged: writes are refused, and the service is not ready; stop the service, restore a backup \
                 and start it again, see \"A damaged database\" in docs/OPERATIONS.md"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbErr, RuntimeErr, sqlx};

    use super::*;

    fn crash() -> DbErr {
        DbErr::Exec(RuntimeErr::SqlxError(sqlx::Error::WorkerCrashed.into()))
    }

    #[test]
    fn only_connections_opened_after_a_failure_are_trusted() {
        let health = Health::default();
        let other = health.for_another_pool();
        let hour = Duration::from_hours(1);
        assert!(health.trusts(hour));
        health.classify(crash());
        assert!(!health.trusts(hour));
        assert!(other.trusts(hour));
        // As soon as the clock ticks.
        while !health.trusts(Duration::ZERO) {}
    }

    #[test]
    fn a_refused_statement_keeps_connections_trusted() {
        let health = Health::default();
        health.classify(DbErr::RecordNotFound(String::new()));
        assert!(health.trusts(Duration::from_hours(1)));
        assert!(health.refuse_damaged().is_ok());
    }
}
