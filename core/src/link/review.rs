//! Comparing existing links with the list of blocked hosts.

use super::{BlockCause, Link, Links};
use crate::id::LinkId;
use crate::ports::{Change, ReviewedTarget, StoreError, TargetReview, Timestamp, UnitOfWork};
use crate::throttle::throttle;

/// How many links are read at a time: they are compared on a thread that also serves requests.
const READ: u32 = 500;

/// How many links are changed by one unit, at most.
const CHANGED: usize = 100;

/// What a review changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewSummary {
    /// Links that were blocked.
    pub blocked: u64,
    /// Links whose block has ended.
    pub unblocked: u64,
}

impl Links {
    /// Blocks the links that lead to a host on the list of blocked hosts, and ends such blocks of links that do no longer; a block
    /// by an operator stays. To be called repeatedly, by any number of processes, which share the work: it proceeds in parts,
    /// continues where it was interrupted, and later compares the links that were created since.
    ///
    /// A process begins from the first link once for each version of its list, also at its start, since links may have been edited
    /// as the list before, or none, allowed. So processes whose lists differ for a while, or permanently, do not compete.
    ///
    /// `summary` counts what is changed, also if the review fails later.
    #[tracing::instrument(name = "links.review_targets", skip_all)]
    pub async fn review_targets(&self, summary: &mut ReviewSummary) -> Result<(), StoreError> {
        let lists = &self.ports.host_lists;
        let Some(version) = lists.blocked_version() else {
            return Ok(());
        };
        self.begin_review(version).await?;
        while lists.blocked_version() == Some(version) {
            let began = self.ports.clock.now();
            if !self.review_part(version, summary).await? {
                break;
            }
            throttle(&*self.ports.clock, began).await;
        }
        Ok(())
    }

    async fn begin_review(&self, version: u64) -> Result<(), StoreError> {
        if self.begun_review.is(version) {
            return Ok(());
        }
        let until = LinkId(0);
        let review = TargetReview { version, until };
        let unit = self.ports.store.begin().await?;
        unit.target_reviews().upsert(&review).await?;
        unit.commit().await?;
        self.begun_review.set(version);
        Ok(())
    }

    /// Compares the next links; returns whether there were any.
    async fn review_part(
        &self,
        version: u64,
        summary: &mut ReviewSummary,
    ) -> Result<bool, StoreError> {
        let reviews = self.ports.store.target_reviews();
        let Some(review) = reviews.find().await? else {
            return Ok(false);
        };
        if review.version != version {
            return Ok(false);
        }
        let targets = reviews.list_targets(review.until, READ).await?;
        let Some(mut until) = targets.last().map(|target| target.link) else {
            return Ok(false);
        };
        let wrong = targets.iter().filter(|target| self.is_wrong(target));
        let mut wrong: Vec<LinkId> = wrong.map(|target| target.link).collect();
        if wrong.len() > CHANGED {
            wrong.truncate(CHANGED);
            until = wrong.last().copied().unwrap_or(until);
        }
        let changed = self.change_blocks(review, until, &wrong).await?;
        for link in changed.iter().flatten() {
            let count = match link.block {
                Some(_) => &mut summary.blocked,
                None => &mut summary.unblocked,
            };
            *count += 1;
            self.forget_route(link);
        }
        Ok(true)
    }

    /// Changes the blocks of these links, and records that the links `until` there are compared; `None` if another process did
    /// that.
    async fn change_blocks(
        &self,
        review: TargetReview,
        until: LinkId,
        wrong: &[LinkId],
    ) -> Result<Option<Vec<Link>>, StoreError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        if unit.target_reviews().find_for_update().await? != Some(review) {
            return Ok(None);
        }
        let changed = match wrong {
            [] => Vec::new(),
            wrong => self.correct_blocks(&*unit, wrong, now).await?,
        };
        let review = TargetReview { until, ..review };
        unit.target_reviews().upsert(&review).await?;
        unit.commit().await?;
        Ok(Some(changed))
    }

    /// Writes and announces the blocks that the list demands; returns the changed links.
    async fn correct_blocks(
        &self,
        unit: &dyn UnitOfWork,
        wrong: &[LinkId],
        now: Timestamp,
    ) -> Result<Vec<Link>, StoreError> {
        let mut changed = Vec::new();
        for mut link in unit.link_batches().find_for_update(wrong).await? {
            let block = self.block_by_list(&link, now);
            if block != link.block && !link.target.as_str().is_empty() {
                link.block = block;
                link.touch(now);
                changed.push(link);
            }
        }
        unit.link_batches().update(&changed).await?;
        let news: Vec<Change> = changed.iter().map(Change::of).collect();
        unit.news().announce(&news).await?;
        Ok(changed)
    }

    /// Whether the block of a link is not what the list says.
    fn is_wrong(&self, found: &ReviewedTarget) -> bool {
        let is_listed = || self.leads_to_blocked(&found.target, found.fallback.as_ref());
        match found.block {
            None => is_listed(),
            Some(BlockCause::List) => !is_listed(),
            Some(BlockCause::Operator | BlockCause::Legal) => false,
        }
    }
}
