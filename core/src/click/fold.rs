use super::batch::ClickBatch;
use super::{Click, Clicks, Day, Tally};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::{ClickLogId, LogOffset, StoreError, UnitOfWork, Visit};

/// The result of folding clicks of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoldOutcome {
    /// The clicks are folded, exactly once. Their size: each click is 1, and each link as much as some clicks.
    Folded(usize),
    /// Nothing was done, because these logs are folded up to these offsets and not up to the beginnings of their parts: discard
    /// the batch, and continue from here.
    OffsetMismatch(Vec<(ClickLogId, LogOffset)>),
}

/// Why clicks were not folded. If the connection broke at the end, they may be folded after all: the next call finds out.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// Another process is folding the same log.
    #[error("the log is being counted by another process")]
    Contested,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Clicks {
    /// Folds the next clicks of a batch into the roll-ups, in one unit together with the offsets of their logs: they are counted
    /// exactly once, whatever fails. `size` bounds the unit, so that others can write in between: it takes the clicks of the next
    /// links that fit, and of one at least. Call it until the batch [is folded](ClickBatch::is_folded).
    ///
    /// Clicks of links that no longer exist are not counted. Unreadable clicks are recorded as dropped today, in the last unit.
    #[tracing::instrument(name = "clicks.fold", level = "debug", skip_all, fields(clicks = batch.len()))]
    pub async fn fold(
        &self,
        batch: &mut ClickBatch,
        size: usize,
    ) -> Result<FoldOutcome, FoldError> {
        batch.sort();
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let offsets = find_offsets(&*unit, batch).await?;
        let found = batch.parts().iter().zip(&offsets);
        let mismatches = found.filter_map(|(part, offset)| {
            let offset = offset.filter(|offset| *offset != part.from)?;
            Some((part.log, offset))
        });
        let mismatches: Vec<_> = mismatches.collect();
        if !mismatches.is_empty() {
            return Ok(FoldOutcome::OffsetMismatch(mismatches));
        }
        let step = batch.next_step(size);
        count(&*unit, step.clicks).await?;
        for (part, before) in batch.parts().iter().zip(offsets) {
            let offset = part.offset_after(step.last_link(), step.is_last);
            let logs = unit.click_logs();
            logs.set_offset(part.log, before, offset, now).await?;
        }
        let lost: u64 = batch.parts().iter().map(|part| part.lost).sum();
        if step.is_last && lost > 0 {
            let today = Day::from_timestamp(now);
            unit.click_logs().add_dropped(today, lost).await?;
        }
        unit.commit().await?;
        let (clicks, size) = (step.clicks.len(), step.size());
        batch.advance(clicks);
        Ok(FoldOutcome::Folded(size))
    }
}

/// How far the log of each part is folded.
async fn find_offsets(
    unit: &dyn UnitOfWork,
    batch: &ClickBatch,
) -> Result<Vec<Option<LogOffset>>, StoreError> {
    let mut offsets = Vec::new();
    for part in batch.parts() {
        offsets.push(unit.click_logs().find_offset(part.log).await?);
    }
    Ok(offsets)
}

/// Counts clicks, sorted by link and time, in a unit.
async fn count(unit: &dyn UnitOfWork, clicks: &[Click]) -> Result<(), StoreError> {
    let by_link = || clicks.chunk_by(|one, next| one.link == next.link);
    let links = by_link().filter_map(<[Click]>::first);
    let links: Vec<LinkId> = links.map(|click| click.link).collect();
    let mut owners = unit.clicks().lock_owners(&links).await?;
    owners.sort_unstable_by_key(|(link, _)| *link);
    let owner = |link: LinkId| -> Option<Option<UserId>> {
        let at = owners.binary_search_by_key(&link, |(link, _)| *link);
        at.ok().map(|at| owners[at].1)
    };
    let exists = |clicks: &&[Click]| {
        clicks
            .first()
            .is_some_and(|click| owner(click.link).is_some())
    };
    let counted: Vec<&Click> = by_link().filter(exists).flatten().collect();
    let first_today = first_today(unit, &counted).await?;
    let tallies = Tally::from_clicks(
        counted.iter().copied(),
        |link| owner(link).flatten(),
        |index| first_today[index],
    );
    unit.clicks().add(&tallies).await
}

/// For each click, whether its visitor comes to the link for the first time on that day: by the time of the clicks, which is
/// not the order of a log, because several threads write concurrently.
async fn first_today(unit: &dyn UnitOfWork, clicks: &[&Click]) -> Result<Vec<bool>, StoreError> {
    let visit = |click: &&Click| {
        Some(Visit {
            day: Day::from_timestamp(click.at),
            link: click.link,
            visitor: click.visitor?,
        })
    };
    let visits: Vec<Visit> = clicks.iter().filter_map(visit).collect();
    let mut answers = unit.clicks().insert_visits(&visits).await?.into_iter();
    let is_first = |click: &&Click| {
        let has_visitor = click.visitor.is_some();
        has_visitor && answers.next().unwrap_or_default()
    };
    Ok(clicks.iter().map(is_first).collect())
}

impl From<StoreError> for FoldError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Contested,
            error => Self::Store(error),
        }
    }
}

fault!(FoldError {
    violations: [],
    variants: [Contested => Conflict "contested"],
    transparent: [Store],
});
