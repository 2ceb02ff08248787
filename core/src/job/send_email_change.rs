use super::Jobs;
use super::send::SendError;
use crate::id::EmailChangeId;
use crate::ports::{Claim, MailContent, StoreError, Timestamp};
use crate::token::EmailChangeSide;
use crate::user::{EmailChange, User};

impl Jobs {
    /// Mails the link by which the owner of one address confirms a change of address, unless they did, or the change is withdrawn,
    /// replaced or expired.
    pub(super) async fn send_email_change(
        &self,
        change: EmailChangeId,
        side: EmailChangeSide,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let found = self.find_email_change(change).await?;
        let valid = found.filter(|(user, change)| change.is_valid(user, now));
        let Some((user, change)) = valid.filter(|(_, change)| !change.is_confirmed_by(side)) else {
            return Ok(());
        };
        let token = self.tokens.issue_email_change(change.id, side);
        let path = format!("{}{token}", self.settings.mail_paths.email_change);
        let link = self.settings.public_url.path(&path);
        let (to, content) = match side {
            EmailChangeSide::Old => {
                let new_email = change.new_email;
                let content = MailContent::EmailChangeToOld { link, new_email };
                (change.old_email, content)
            }
            EmailChangeSide::New => (change.new_email, MailContent::EmailChangeToNew { link }),
        };
        self.send(claim, (to, user.language), now, content).await
    }

    /// Tells the owner of the old address that a change of address is complete.
    pub(super) async fn send_email_changed(
        &self,
        change: EmailChangeId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let found = self.find_email_change(change).await?;
        let Some((user, change)) = found.filter(|(_, change)| change.is_complete()) else {
            return Ok(());
        };
        let content = MailContent::EmailChanged {
            service: self.settings.public_url.as_url().clone(),
            new_email: change.new_email,
        };
        let to = (change.old_email, user.language);
        self.send(claim, to, now, content).await
    }

    /// A change with its user, if both exist.
    async fn find_email_change(
        &self,
        id: EmailChangeId,
    ) -> Result<Option<(User, EmailChange)>, StoreError> {
        let store = &self.ports.store;
        let Some(change) = store.email_changes().find_by_id(id).await? else {
            return Ok(None);
        };
        let user = store.users().find_by_id(change.user).await?;
        Ok(user.map(|user| (user, change)))
    }
}
