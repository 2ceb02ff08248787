use super::by_time::count_by_time;
use super::by_value::{by_kind, cut, ranked};
use super::group::{Granularity, Group, GroupBy};
use super::{Period, PeriodText, Statistics};
use crate::Zone;
use crate::click::Counts;
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::LinkState;
use crate::ports::{ClickStatistics, ClickSubject, StoreError, Timestamp};
use crate::user::User;

/// The maximum number of groups by time: more than a year of hours.
const MAX_GROUPS: i64 = 10_000;

/// The links whose clicks to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatisticsScope {
    /// One link.
    Link(LinkId),
    /// The links of a collection.
    Collection(CollectionId),
    /// All links that the owner has or had.
    All,
}

/// The parameters of a statistics query, as received.
#[derive(Debug, Clone, Copy)]
pub struct StatisticsQuery<'a> {
    /// The links.
    pub scope: StatisticsScope,
    /// The period.
    pub period: PeriodText<'a>,
    /// What to group by.
    pub group_by: GroupBy,
    /// The maximum number of groups of values; the rest is added up.
    pub limit: usize,
}

/// The result of a statistics query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic {
    /// The period.
    pub period: Period,
    /// The state of the link at this time, if the query is for one link.
    pub link_state: Option<LinkState>,
    /// The total.
    pub total: Counts,
    /// The groups: by time in order, else most clicked first.
    pub groups: Vec<Group>,
    /// The sum of the values beyond the limit.
    pub other: Counts,
}

/// Why clicks were not counted.
#[derive(Debug, thiserror::Error)]
pub enum CountClicksError {
    /// A parameter violates a rule.
    #[error("the statistics query is invalid")]
    Invalid(Violations),
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NoLink,
    /// The collection does not exist or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("collection not found")]
    NoCollection,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Statistics {
    /// Counts the clicks of links of `owner` in a period, in total and by group.
    #[tracing::instrument(name = "statistics.count", skip_all)]
    pub async fn count(
        &self,
        owner: &User,
        query: &StatisticsQuery<'_>,
    ) -> Result<Statistic, CountClicksError> {
        let now = self.ports.clock.now();
        let period = read_period(query, owner.zone(), now).map_err(CountClicksError::Invalid)?;
        let (subject, link_state) = self.subject(owner.id, query.scope, now).await?;
        let statistics = self.ports.store.statistics();
        let (groups, other) = match query.group_by {
            GroupBy::Time(granularity) => {
                let groups = count_by_time(statistics, subject, &period, granularity).await?;
                (groups, Counts::default())
            }
            GroupBy::Value(dimension) => {
                let values = ranked(statistics, subject, &period.span(), dimension).await?;
                cut(values, query.limit)
            }
            GroupBy::Kind => by_kinds(statistics, subject, &period).await?,
        };
        Ok(Statistic {
            period,
            link_state,
            // Added up rather than queried, so that it agrees with the groups even if clicks are folded concurrently.
            total: groups.iter().map(|group| group.counts).sum::<Counts>() + other,
            groups,
            other,
        })
    }

    async fn subject(
        &self,
        owner: UserId,
        scope: StatisticsScope,
        now: Timestamp,
    ) -> Result<(ClickSubject, Option<LinkState>), CountClicksError> {
        let store = &self.ports.store;
        match scope {
            StatisticsScope::All => Ok((ClickSubject::Owner(owner), None)),
            StatisticsScope::Link(id) => {
                let found = store.links().find_by_id(id).await?;
                let owned = found.filter(|link| link.belongs_to(owner));
                let link = owned.ok_or(CountClicksError::NoLink)?;
                Ok((ClickSubject::Link(id), Some(link.state(now))))
            }
            StatisticsScope::Collection(id) => {
                let found = store.collections().find_by_id(id).await?;
                let owned = found.filter(|collection| collection.owner == owner);
                owned.ok_or(CountClicksError::NoCollection)?;
                Ok((ClickSubject::Collection(id), None))
            }
        }
    }
}

async fn by_kinds(
    statistics: &dyn ClickStatistics,
    subject: ClickSubject,
    period: &Period,
) -> Result<(Vec<Group>, Counts), StoreError> {
    let counts = statistics.count(subject, &period.span()).await?;
    Ok((by_kind(counts), Counts::default()))
}

fn read_period(
    query: &StatisticsQuery<'_>,
    default: Zone,
    now: Timestamp,
) -> Result<Period, Violations> {
    let mut violations = Violations::default();
    let period = Period::read(query.period, default, now, &mut violations);
    let hours = |period: &Period| (period.until.0 - period.from.0) / 4;
    if let (Some(period), GroupBy::Time(Granularity::Hour)) = (&period, query.group_by)
        && hours(period) > MAX_GROUPS
    {
        let message = format!("must be coarser: the period has more than {MAX_GROUPS} hours");
        violations.add("granularity", message);
        return Err(violations);
    }
    period.ok_or(violations)
}

fault!(CountClicksError {
    violations: [Invalid => "invalid"],
    variants: [NoLink => NotFound "not-found", NoCollection => NotFound "not-found"],
    transparent: [Store],
});
