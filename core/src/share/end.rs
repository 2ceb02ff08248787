use super::find::refuse_foreign;
use super::{ShareSubject, Shares};
use crate::find::FindError;
use crate::id::UserId;

impl Shares {
    /// Ends the share of a link or collection of `owner`: from then on its token is unknown, and a later share has another one. Does
    /// nothing if it is not shared.
    #[tracing::instrument(name = "shares.end", skip_all)]
    pub async fn end(&self, owner: UserId, subject: ShareSubject) -> Result<(), FindError> {
        let unit = self.ports.store.begin().await?;
        refuse_foreign(&unit.repositories(), owner, subject).await?;
        if let Some(share) = unit.shares().find_by_subject(subject).await? {
            unit.shares().delete(share.id).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}
