use super::by_time::count_by_time;
use super::by_value::{by_kind, cut, ranked};
use super::group::{Granularity, Group, GroupBy};
use super::{Period, PeriodText, Statistics};
use crate::click::Counts;
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::LinkState;
use crate::ports::{ClickStatistics, ClickSubject, StoreError, Timestamp};

/// The most groups by time: more than a year of hours, and less than what nobody reads.
const MAX_GROUPS: i64 = 10_000;

/// Of which links the clicks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatisticsScope {
    /// One.
    Link(LinkId),
    /// Those in a set.
    Collection(CollectionId),
    /// All that somebody has, and had.
    All,
}

/// Which numbers somebody wants, as it came.
#[derive(Debug, Clone, Copy)]
pub struct NewStatistics<'a> {
    /// Of which links.
    pub scope: StatisticsScope,
    /// Of which time.
    pub period: PeriodText<'a>,
    /// By what.
    pub group_by: GroupBy,
    /// At most so many groups of values; the rest is added up.
    pub limit: usize,
}

/// Numbers of clicks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic {
    /// Of which time.
    pub period: Period,
    /// The state of the link at this time, if it is asked for one.
    pub link_state: Option<LinkState>,
    /// All.
    pub total: Counts,
    /// The groups: by time in order, else the most clicked first.
    pub groups: Vec<Group>,
    /// What is in no group, because there were too many.
    pub other: Counts,
}

/// Why there are no numbers.
#[derive(Debug, thiserror::Error)]
pub enum CountClicksError {
    /// What was asked for breaks a rule.
    #[error("the clicks cannot be counted as asked")]
    Invalid(Violations),
    /// There is no such link, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NoLink,
    /// There is no such set, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NoCollection,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Statistics {
    /// The clicks of links of `owner` in a period, in all and by group.
    #[tracing::instrument(name = "statistics.count", skip_all)]
    pub async fn count(
        &self,
        owner: UserId,
        wanted: &NewStatistics<'_>,
    ) -> Result<Statistic, CountClicksError> {
        let now = self.ports.clock.now();
        let period = read_period(wanted, now).map_err(CountClicksError::Invalid)?;
        let (subject, link_state) = self.subject(owner, wanted.scope, now).await?;
        let statistics = self.ports.store.statistics();
        let (groups, other) = match wanted.group_by {
            GroupBy::Time(granularity) => {
                let groups = count_by_time(statistics, subject, &period, granularity).await?;
                (groups, Counts::default())
            }
            GroupBy::Value(dimension) => {
                let values = ranked(statistics, subject, &period.span(), dimension).await?;
                cut(values, wanted.limit)
            }
            GroupBy::Kind => by_kinds(statistics, subject, &period).await?,
        };
        Ok(Statistic {
            period,
            link_state,
            // Added up rather than asked for, so that it agrees whatever is counted meanwhile.
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
                let kept = found.filter(|link| link.is_kept_by(owner));
                let link = kept.ok_or(CountClicksError::NoLink)?;
                Ok((ClickSubject::Link(id), Some(link.state(now))))
            }
            StatisticsScope::Collection(id) => {
                let found = store.collections().find_by_id(id).await?;
                let own = found.filter(|collection| collection.owner == owner);
                own.ok_or(CountClicksError::NoCollection)?;
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

fn read_period(wanted: &NewStatistics<'_>, now: Timestamp) -> Result<Period, Violations> {
    let mut broken = Violations::default();
    let period = Period::read(wanted.period, now, &mut broken);
    let hours = |period: &Period| (period.until.0 - period.from.0) / 4;
    if let (Some(period), GroupBy::Time(Granularity::Hour)) = (&period, wanted.group_by)
        && hours(period) > MAX_GROUPS
    {
        let message = format!("must be coarser: there would be more than {MAX_GROUPS} hours");
        broken.add("granularity", message);
        return Err(broken);
    }
    period.ok_or(broken)
}

fault!(CountClicksError {
    broken_rules: [Invalid => "invalid"],
    own: [NoLink => NotFound "not-found", NoCollection => NotFound "not-found"],
    passed_on: [Store],
});
