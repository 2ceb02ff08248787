use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::statistics::{GroupBy, StatisticsQuery, StatisticsScope};
use korotko_core::user::User;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::PeriodParameters;
use super::dto::{GranularityView, GroupByView, StatisticsView};
use super::problems::{CollectionStatisticsProblem, LinkStatisticsProblem, StatisticsProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::http::problem::Problem;

/// Statistics of clicks.
#[derive(Debug)]
pub struct StatisticsApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Counted {
    /// The statistics.
    #[oai(status = 200)]
    Statistics(Json<StatisticsView>),
}

impl StatisticsApi {
    async fn count(
        &self,
        user: &User,
        scope: StatisticsScope,
        period: [Option<String>; 3],
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Counted, Problem> {
        let period = PeriodParameters::new(period);
        let new = StatisticsQuery {
            scope,
            period: period.text(),
            group_by,
            limit,
        };
        let statistic = self.korotko.statistics.count(user, &new).await?;
        Ok(Counted::Statistics(Json(statistic.into())))
    }
}

/// Defines the operations, which differ only in their scope.
macro_rules! operations {
    ($(
        $(#[doc = $text:tt])*
        $name:ident($($(#[doc = $id_text:tt])* $id:ident)?) at $path:tt as $operation:tt, $problem:ty: $scope:expr;
    )+) => {
        #[OpenApi(prefix_path = "/api", tag = "Tag::Statistics")]
        impl StatisticsApi {
            $(
                $(#[doc = $text])*
                #[allow(
                    clippy::too_many_arguments,
                    reason = "each parameter of an operation is an argument"
                )]
                #[oai(path = $path, method = "get", operation_id = $operation)]
                async fn $name(
                    &self,
                    user: SignedIn,
                    $(
                        $(#[doc = $id_text])*
                        $id: Path<i64>,
                    )?
                    /// The start of the period: a date in the time zone, or a time (RFC 3339), rounded down to a quarter of an hour. Default: 30 days before the end.
                    from: Query<Option<String>>,
                    /// The end of the period: a date (inclusive), or a time (exclusive), rounded up to a quarter of an hour. Default: the end of today.
                    to: Query<Option<String>>,
                    /// The time zone (IANA), such as `Europe/Moscow`. Default: that of your account, or else UTC.
                    tz: Query<Option<String>>,
                    /// The length of the time buckets, when grouped by time.
                    #[oai(default)]
                    granularity: Query<GranularityView>,
                    /// What to group the clicks by.
                    #[oai(default)]
                    group_by: Query<GroupByView>,
                    /// The maximum number of groups of values.
                    #[oai(
                        default = "default_groups",
                        validator(minimum(value = "1"), maximum(value = "1000"))
                    )]
                    limit: Query<usize>,
                ) -> Result<Counted, $problem> {
                    let (period, group_by) = ([from.0, to.0, tz.0], group_by.0.with(granularity.0));
                    Ok(self.count(&user.0, $scope, period, group_by, limit.0).await?)
                }
            )+
        }
    };
}

operations! {
    /// Get the statistics of all your links
    ///
    /// Returns the clicks of all your links in a period, grouped by time or by a dimension. Clicks of links that have been deleted since
    /// are included.
    all() at "/stats" as "getStatistics", StatisticsProblem: StatisticsScope::All;

    /// Get the statistics of a link
    ///
    /// Returns the clicks of one of your links in a period, by default the last 30 days, grouped by time or by a dimension.
    link(
        /// The id of the link.
        id
    ) at "/links/:id/stats" as "getLinkStatistics", LinkStatisticsProblem: StatisticsScope::Link(LinkId(id.0));

    /// Get the statistics of a collection
    ///
    /// Returns the clicks in a period, by default the last 30 days, of the links that are in one of your collections now. Links in the
    /// trash are not included.
    collection(
        /// The id of the collection.
        id
    ) at "/collections/:id/stats" as "getCollectionStatistics", CollectionStatisticsProblem: StatisticsScope::Collection(CollectionId(id.0));
}

pub(in crate::api) fn default_groups() -> usize {
    100
}
