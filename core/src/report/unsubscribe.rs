use super::{Reports, Schedule};
use crate::fault::fault;
use crate::ports::StoreError;

/// Why a link that ends a schedule does nothing.
#[derive(Debug, thiserror::Error)]
pub enum UnsubscribeError {
    /// It was not made here.
    #[error("this link is not genuine")]
    Forged,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reports {
    /// The schedule that a link in a mail would end; `None` when it is ended already. Changes nothing.
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
        // It ended with the account, whose rows may still be there.
        let owner = self.ports.store.users().find_by_id(schedule.owner).await?;
        Ok(owner.map(|_| schedule))
    }

    /// Ends the schedule that a mail came from, for whoever has its link (RFC 8058): no session is asked for, and a second time
    /// does no harm.
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
    broken_rules: [],
    own: [Forged => Malformed "token-invalid"],
    passed_on: [Store],
});
