use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use super::{Clicks, Day, VisitorHash, VisitorSalt};
use crate::ports::{RandomError, StoreError, Timestamp};

/// The salts at hand, so that a redirect waits for no store: those of today and of tomorrow.
#[derive(Debug, Default)]
pub(crate) struct Salts(RwLock<Vec<VisitorSalt>>);

impl Salts {
    /// Who this is on the day of `now`; `None` without its salt.
    pub(crate) fn visitor(
        &self,
        now: Timestamp,
        address: IpAddr,
        user_agent: &str,
    ) -> Option<VisitorHash> {
        let day = Day::of(now);
        let salts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let salt = salts.iter().find(|salt| salt.day() == day)?;
        Some(salt.hash(address, user_agent))
    }

    fn replace(&self, salts: Vec<VisitorSalt>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = salts;
    }
}

/// Why there are no new salts. Those at hand go on.
#[derive(Debug, thiserror::Error)]
pub enum RenewSaltsError {
    /// The system gave no random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clicks {
    /// Makes sure that the salts of today and of tomorrow are at hand, the same as on every other node, and that those of days
    /// gone by are nowhere. Call it at the start and every few minutes: without the store visitors can be counted until the
    /// end of tomorrow.
    #[tracing::instrument(name = "clicks.renew_salts", level = "debug", skip_all)]
    pub async fn renew_salts(&self) -> Result<(), RenewSaltsError> {
        let today = Day::of(self.ports.clock.now());
        let mut salts = Vec::with_capacity(2);
        let unit = self.ports.store.begin().await?;
        for day in [today, today.next()] {
            let found = unit.salts().find(day).await?;
            let salt = match found {
                Some(salt) => salt,
                None => unit.salts().insert(&self.new_salt(day)?).await?,
            };
            salts.push(salt);
        }
        unit.salts().delete_before(today).await?;
        unit.commit().await?;
        self.salts.replace(salts);
        Ok(())
    }

    fn new_salt(&self, day: Day) -> Result<VisitorSalt, RandomError> {
        let mut bytes = [0; VisitorSalt::LENGTH];
        self.ports.random.fill(&mut bytes)?;
        Ok(VisitorSalt::new(day, bytes))
    }
}
