//! What failures say of connections and of the data.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use korotko_core::ports::StoreError;
use sea_orm::DbErr;
use tokio::time::{Duration, Instant};

use crate::error::{condemns_connections, store_error};

/// What is known of the connections of one pool, and of the data behind it. A clone knows the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health {
    /// When a statement of this pool failed last in a way after which no connection from before is trusted.
    failed: Arc<RwLock<Option<Instant>>>,
    /// What showed that the data are damaged.
    damage: Arc<OnceLock<String>>,
}

impl Health {
    /// That of another pool on the same data.
    pub(crate) fn of_another_pool(&self) -> Self {
        Self {
            failed: Arc::default(),
            damage: self.damage.clone(),
        }
    }

    /// What a failure means; it is remembered.
    pub(crate) fn judge(&self, error: DbErr) -> StoreError {
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

    /// Refuses, once the data were seen to be damaged.
    pub(crate) fn refuse_damaged(&self) -> Result<(), StoreError> {
        match self.damage.get() {
            Some(cause) => Err(StoreError::damaged(cause.as_str())),
            None => Ok(()),
        }
    }

    /// Whether a connection of this age was opened after the last failure that condemned all of them.
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
                cause,
                "the database is damaged: nothing is written to it any more, and the service is not ready. Stop it, restore a \
                 backup, and start it again; see \"A damaged database\" in docs/OPERATIONS.md"
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
    fn connections_from_before_a_fault_are_not_trusted_and_those_from_after_are() {
        let health = Health::default();
        let other = health.of_another_pool();
        let hour = Duration::from_hours(1);
        assert!(health.trusts(hour));
        health.judge(crash());
        assert!(!health.trusts(hour));
        assert!(other.trusts(hour));
        // As soon as the clock ticks.
        while !health.trusts(Duration::ZERO) {}
    }

    #[test]
    fn what_a_rule_refuses_condemns_nothing() {
        let health = Health::default();
        health.judge(DbErr::RecordNotFound(String::new()));
        assert!(health.trusts(Duration::from_hours(1)));
        assert!(health.refuse_damaged().is_ok());
    }
}
