use std::collections::{BTreeSet, HashMap};

use super::{Click, Clicks, Day, Tally};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::{ClickLogId, StoreError, UnitOfWork, Visit};

/// The part of a click log that is to be counted next.
#[derive(Debug, Clone)]
pub struct LogPart<'a> {
    /// Of which log.
    pub log: ClickLogId,
    /// Where it begins, in bytes.
    pub from: u64,
    /// Where it ends, in bytes.
    pub until: u64,
    /// What stands in it, in order.
    pub clicks: &'a [Click],
    /// How many more clicks stood in it that nobody can read any more.
    pub lost: u64,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// It is counted, now and once.
    Counted,
    /// Nothing was done, since the log is counted up to here and not to where the part begins: go on from here.
    StandsAt(u64),
}

/// Why nothing was counted. Whether it was may not be known when the connection broke at the end: the next call finds out.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// Another counts the same log at this moment.
    #[error("another counts the same log")]
    Contested,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Clicks {
    /// Counts a part of a click log, in one unit with how far the log is counted: whatever breaks off, it is counted once. Clicks
    /// of links that are gone meanwhile count nowhere. Those that were lost are noted as dropped today, in the same unit.
    #[tracing::instrument(name = "clicks.fold", level = "debug", skip_all, fields(clicks = part.clicks.len()))]
    pub async fn fold(&self, part: &LogPart<'_>) -> Result<Folded, FoldError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let before = unit.click_logs().find_position(part.log).await?;
        let stands_at = before.unwrap_or(0);
        if before.is_some() && stands_at != part.from {
            return Ok(Folded::StandsAt(stands_at));
        }
        count(&*unit, part.clicks).await?;
        unit.click_logs()
            .set_position(part.log, before, part.until, now)
            .await?;
        if part.lost > 0 {
            let today = Day::from_timestamp(now);
            unit.click_logs().add_dropped(today, part.lost).await?;
        }
        unit.commit().await?;
        Ok(Folded::Counted)
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
        |place| first_today[place],
    );
    unit.clicks().add(&tallies).await
}

/// Of each click, whether its visitor comes to its link for the first time on its day: by when clicks were, not by where they
/// stand, since those that several threads wrote at once do not stand in order.
async fn first_today(unit: &dyn UnitOfWork, clicks: &[&Click]) -> Result<Vec<bool>, StoreError> {
    let visit = |(place, click): (usize, &&Click)| {
        let visit = Visit {
            day: Day::from_timestamp(click.at),
            link: click.link,
            visitor: click.visitor?,
        };
        Some((place, visit))
    };
    let mut visits: Vec<(usize, Visit)> = clicks.iter().enumerate().filter_map(visit).collect();
    visits.sort_by_key(|(place, _)| clicks[*place].at);
    let (places, visits): (Vec<usize>, Vec<Visit>) = visits.into_iter().unzip();
    let answers = unit.clicks().insert_visits(&visits).await?;
    let mut first = vec![false; clicks.len()];
    for (place, answer) in places.into_iter().zip(answers) {
        first[place] = answer;
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
    broken_rules: [],
    own: [Contested => Conflict "contested"],
    passed_on: [Store],
});
