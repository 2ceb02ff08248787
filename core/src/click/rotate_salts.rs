use super::{Clicks, Day, VisitorSalt};
use crate::ports::{RandomError, StoreError};

/// Why the salts were not rotated. The previous ones stay in use.
#[derive(Debug, thiserror::Error)]
pub enum RotateSaltsError {
    /// The system returned no random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clicks {
    /// Makes sure that the salts of today and tomorrow are available, the same as on every other node, and deletes those of
    /// past days. Call it at the start and every few minutes: if the store becomes unavailable, visitors can be counted until
    /// the end of tomorrow.
    #[tracing::instrument(name = "clicks.rotate_salts", level = "debug", skip_all)]
    pub async fn rotate_salts(&self) -> Result<(), RotateSaltsError> {
        let today = Day::from_timestamp(self.ports.clock.now());
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
