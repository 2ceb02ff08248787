use std::collections::{BTreeSet, HashMap};

use super::{Click, Clicks, Day, Tally};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::{ClickLogId, StoreError, UnitOfWork, Visit};

/// The part of a click log that is to be folded next.
#[derive(Debug, Clone)]
pub struct LogPart<'a> {
    /// The log.
    pub log: ClickLogId,
    /// The offset at which the part begins, in bytes.
    pub from: u64,
    /// The offset at which the part ends, in bytes.
    pub until: u64,
    /// The clicks of the part, in order.
    pub clicks: &'a [Click],
    /// How many more clicks the part has that cannot be read.
    pub lost: u64,
}

/// The result of folding a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldOutcome {
    /// The part is folded, exactly once.
    Folded,
    /// Nothing was done, because the log is folded up to this offset and not up to the part's beginning: continue from here.
    OffsetMismatch(u64),
}

/// Why a part was not folded. If the connection broke at the end, it may be folded after all: the next call finds out.
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
    /// Folds a part of a click log into the roll-ups, in one unit together with the log's offset: it is counted exactly once,
    /// whatever fails. Clicks of links that no longer exist are not counted. Unreadable clicks are recorded as dropped today,
    /// in the same unit.
    #[tracing::instrument(name = "clicks.fold", level = "debug", skip_all, fields(clicks = part.clicks.len()))]
    pub async fn fold(&self, part: &LogPart<'_>) -> Result<FoldOutcome, FoldError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let before = unit.click_logs().find_offset(part.log).await?;
        let offset = before.unwrap_or(0);
        if before.is_some() && offset != part.from {
            return Ok(FoldOutcome::OffsetMismatch(offset));
        }
        count(&*unit, part.clicks).await?;
        unit.click_logs()
            .set_offset(part.log, before, part.until, now)
            .await?;
        if part.lost > 0 {
            let today = Day::from_timestamp(now);
            unit.click_logs().add_dropped(today, part.lost).await?;
        }
        unit.commit().await?;
        Ok(FoldOutcome::Folded)
    }
}

/// Counts clicks in a unit.
async fn count(unit: &dyn UnitOfWork, clicks: &[Click]) -> Result<(), StoreError> {
    let links: BTreeSet<LinkId> = clicks.iter().map(|click| click.link).collect();
    let links: Vec<LinkId> = links.into_iter().collect();
    let owners = unit.clicks().lock_owners(&links).await?;
    let owners: HashMap<LinkId, Option<UserId>> = owners.into_iter().collect();
    let counted = clicks
        .iter()
        .filter(|click| owners.contains_key(&click.link));
    let counted: Vec<&Click> = counted.collect();
    let first_today = first_today(unit, &counted).await?;
    let tallies = Tally::from_clicks(
        counted.iter().copied(),
        |link| owners.get(&link).copied().flatten(),
        |index| first_today[index],
    );
    unit.clicks().add(&tallies).await
}

/// For each click, whether its visitor comes to the link for the first time on that day: by the time of the clicks, not by
/// their order, because several threads write them concurrently.
async fn first_today(unit: &dyn UnitOfWork, clicks: &[&Click]) -> Result<Vec<bool>, StoreError> {
    let visit = |(index, click): (usize, &&Click)| {
        let visit = Visit {
            day: Day::from_timestamp(click.at),
            link: click.link,
            visitor: click.visitor?,
        };
        Some((index, visit))
    };
    let mut visits: Vec<(usize, Visit)> = clicks.iter().enumerate().filter_map(visit).collect();
    visits.sort_by_key(|(index, _)| clicks[*index].at);
    let (indices, visits): (Vec<usize>, Vec<Visit>) = visits.into_iter().unzip();
    let answers = unit.clicks().insert_visits(&visits).await?;
    let mut first = vec![false; clicks.len()];
    for (index, answer) in indices.into_iter().zip(answers) {
        first[index] = answer;
    }
    Ok(first)
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
