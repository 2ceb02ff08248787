use super::act::{Act, ActError, Done};
use super::delete_link::lock;
use super::{Actor, Administration, AuditAction, AuditSubject, FoundLink};
use crate::fault::Violations;
use crate::id::LinkId;
use crate::link::{Block, BlockCause, BlockReason, Link};
use crate::ports::Change;

impl Administration {
    /// Blocks any link that can still be followed or restored: it stays as it is, but leads nowhere until it is unblocked. With
    /// `legal` it says so, and why, to everybody who follows it. A link that is blocked already gets this block.
    pub async fn block_link(
        &self,
        actor: Actor,
        id: LinkId,
        reason: &str,
        legal: bool,
    ) -> Result<FoundLink, ActError> {
        let span = tracing::info_span!("administration.block_link");
        let reason = BlockReason::parse(reason);
        let reason = reason.map_err(|error| ActError::Invalid(Violations::new("reason", error)))?;
        let cause = if legal {
            BlockCause::Legal
        } else {
            BlockCause::Operator
        };
        let blocked = self.block(actor, id, cause, reason);
        let link = self.perform(span, blocked).await?;
        self.shown(link).await
    }

    /// Ends the block of a link by an operator. If its host is on the list of blocked hosts, it stays blocked for that; where this
    /// process has no list, until another one has compared it.
    pub async fn unblock_link(&self, actor: Actor, id: LinkId) -> Result<FoundLink, ActError> {
        let span = tracing::info_span!("administration.unblock_link");
        let link = self.perform(span, self.unblock(actor, id)).await?;
        self.shown(link).await
    }

    async fn block(
        &self,
        actor: Actor,
        id: LinkId,
        cause: BlockCause,
        reason: BlockReason,
    ) -> Result<Done<Link>, ActError> {
        let act = self.begin(actor).await?;
        let mut link = lock(&act, id).await?.ok_or(ActError::NotFound("link"))?;
        let details = format!("{}: {reason} ({})", self.described(&link), cause.name());
        let reason = Some(reason);
        if let Some(known) = &link.block
            && (known.cause, &known.reason) == (cause, &reason)
        {
            return Ok(Done::unchanged(link));
        }
        let at = act.now;
        link.block = Some(Block { at, cause, reason });
        self.write(act, AuditAction::BlockLink, details, link).await
    }

    async fn unblock(&self, actor: Actor, id: LinkId) -> Result<Done<Link>, ActError> {
        let act = self.begin(actor).await?;
        // Before the link is locked, as a review locks them.
        let reviews = act.unit.target_reviews();
        reviews.rewind(LinkId(id.0.saturating_sub(1))).await?;
        let mut link = lock(&act, id).await?.ok_or(ActError::NotFound("link"))?;
        match link.block.take().map(|block| block.cause) {
            None => return Ok(Done::unchanged(link)),
            Some(BlockCause::List) => return Err(ActError::BlockedByList),
            Some(BlockCause::Operator | BlockCause::Legal) => {}
        }
        link.block = self.links.block_by_list(&link, act.now);
        let details = self.described(&link);
        self.write(act, AuditAction::UnblockLink, details, link)
            .await
    }

    /// Writes and announces a changed link.
    async fn write(
        &self,
        act: Act,
        action: AuditAction,
        details: String,
        mut link: Link,
    ) -> Result<Done<Link>, ActError> {
        link.touch(act.now);
        act.unit.links().update(&link).await?;
        act.announce(Change::of(&link)).await?;
        let (subject, route) = (
            AuditSubject::Link(link.id),
            (link.namespace, link.slug.clone()),
        );
        let done = act.commit(action, subject, Some(details), link).await?;
        self.ports.route_finder.forget(route.0, &route.1);
        Ok(done)
    }

    async fn shown(&self, link: Link) -> Result<FoundLink, ActError> {
        let found = self.with_owners(vec![link]).await?.pop();
        found.ok_or(ActError::NotFound("link"))
    }
}
