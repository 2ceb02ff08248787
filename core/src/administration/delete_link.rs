use super::act::{Act, ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::LinkId;
use crate::link::Link;
use crate::ports::{Change, StoreError};

impl Administration {
    /// Deletes any link: an anonymous one, a user's, or one in a user's trash. Its slug answers "gone" as that of any deleted link,
    /// but the link has no owner any more, who could restore it or for whom a global slug would be reserved.
    pub async fn delete_link(&self, actor: Actor, id: LinkId) -> Result<(), ActError> {
        let span = tracing::info_span!("administration.delete_link");
        self.perform(span, self.take_down(actor, id)).await
    }

    async fn take_down(&self, actor: Actor, id: LinkId) -> Result<Done<()>, ActError> {
        let act = self.begin(actor).await?;
        let link = lock(&act, id).await?.ok_or(ActError::NotFound("link"))?;
        let mut taken = link.clone();
        taken.owner = None;
        taken.deleted_at.get_or_insert(act.now);
        taken.touch(act.now);
        act.unit.links().update(&taken).await?;
        act.announce(Change::of(&link)).await?;
        let details = Some(self.described(&link));
        let subject = AuditSubject::Link(id);
        let done = act.commit(AuditAction::DeleteLink, subject, details, ());
        let done = done.await?;
        let (namespace, slug) = (link.namespace, &link.slug);
        self.ports.route_finder.forget(namespace, slug);
        Ok(done)
    }

    /// A link in the audit log.
    pub(super) fn described(&self, link: &Link) -> String {
        let share_url = self.links.share_url(link);
        let owner = link.owner.map(|owner| format!(" of user {owner}"));
        format!("{share_url}{}", owner.unwrap_or_default())
    }
}

/// The link, locked after its owner, as in all other units; `None` if there is nothing to delete.
pub(super) async fn lock(act: &Act, id: LinkId) -> Result<Option<Link>, StoreError> {
    let Some(found) = act.unit.links().find_by_id(id).await? else {
        return Ok(None);
    };
    if let Some(owner) = found.owner {
        act.unit.users().find_for_update(owner).await?;
    }
    let locked = act.unit.links().find_for_update(id).await?;
    Ok(locked.filter(|link| link.deleted_at.is_none() || link.owner.is_some()))
}
