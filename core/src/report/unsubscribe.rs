use super::{Reports, Schedule};
use crate::fault::fault;
use crate::ports::StoreError;

/// Why an unsubscribe link does not work.
#[derive(Debug, thiserror::Error)]
pub enum UnsubscribeError {
    /// The token is forged.
    #[error("the unsubscribe link is invalid")]
    Forged,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reports {
    /// The schedule that an unsubscribe link would end; `None` when it has ended. Changes nothing.
    pub async fn find_subscription(
        &self,
        token: &str,
    ) -> Result<Option<Schedule>, UnsubscribeError> {
        let id = self.tokens.read_unsubscribe(token);
        let id = id.map_err(|_| UnsubscribeError::Forged)?;
        let found = self.ports.store.schedules().find_by_id(id).await?;
        let Some(schedule) = found else {
            return Ok(None);
        };
        // The schedule ended with the account, whose rows may still exist.
        let owner = self.ports.store.users().find_by_id(schedule.owner).await?;
        Ok(owner.map(|_| schedule))
    }

    /// Ends the schedule of a mail's unsubscribe link (RFC 8058): no session is needed, and repeating it does no harm.
    #[tracing::instrument(name = "reports.unsubscribe", skip_all)]
    pub async fn unsubscribe(&self, token: &str) -> Result<(), UnsubscribeError> {
        let id = self.tokens.read_unsubscribe(token);
        let id = id.map_err(|_| UnsubscribeError::Forged)?;
        let unit = self.ports.store.begin().await?;
        unit.schedules().delete(id).await?;
        unit.commit().await?;
        Ok(())
    }
}

fault!(UnsubscribeError {
    violations: [],
    variants: [Forged => Malformed "token-invalid"],
    transparent: [Store],
});
