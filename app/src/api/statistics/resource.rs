use korotko_core::Korotko;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::statistics::{GroupBy, PeriodText, StatisticsQuery, StatisticsScope};
use korotko_core::user::User;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{GranularityView, GroupByView, StatisticsView};
use super::problems::{CountClicksProblem, CountScopedClicksProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::moment::restore_plus;
use crate::http::problem::Problem;

/// The numbers of clicks.
#[derive(Debug)]
pub struct StatisticsApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Counted {
    /// The numbers.
    #[oai(status = 200)]
    Statistics(Json<StatisticsView>),
}

impl StatisticsApi {
    async fn count(
        &self,
        user: &User,
        scope: StatisticsScope,
        [from, to, zone]: [Option<String>; 3],
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Counted, Problem> {
        let (from, to) = (from.as_deref(), to.as_deref());
        let (from, to) = (from.map(restore_plus), to.map(restore_plus));
        let new = StatisticsQuery {
            scope,
            period: PeriodText {
                from: from.as_deref(),
                to: to.as_deref(),
                zone: zone.as_deref(),
            },
            group_by,
            limit,
        };
        let statistic = self.korotko.statistics.count(user.id, &new).await?;
        Ok(Counted::Statistics(Json(statistic.into())))
    }
}

/// Makes the operations, which differ in the links that they count.
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
                    /// From when on: a date in the time zone, or a moment, rounded down to a quarter of an hour. 30 days, when it is left out.
                    from: Query<Option<String>>,
                    /// Until when: a date, which is the last day, or a moment, exclusively, rounded up. The end of today, when it is left out.
                    to: Query<Option<String>>,
                    /// The time zone (IANA), such as `Europe/Moscow`; UTC, when it is left out.
                    tz: Query<Option<String>>,
                    /// How long a stretch of time is, where clicks are grouped by time.
                    #[oai(default)]
                    granularity: Query<GranularityView>,
                    /// By what clicks are grouped.
                    #[oai(default)]
                    group_by: Query<GroupByView>,
                    /// How many groups of values there are at most.
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
    /// Count the clicks of all one's links
    ///
    /// Also of those that were deleted since: a click that was counted stays counted.
    all() at "/stats" as "getStatistics", CountClicksProblem: StatisticsScope::All;

    /// Count the clicks of a link
    ///
    /// Since it was made, or in the period that is asked for: in all, and by time or by what they came with.
    link(
        /// The link's id.
        id
    ) at "/links/:id/stats" as "getLinkStatistics", CountScopedClicksProblem: StatisticsScope::Link(LinkId(id.0));

    /// Count the clicks of the links in a set
    ///
    /// Of those that are in it now, without deleted ones, since they were made.
    collection(
        /// The set's id.
        id
    ) at "/collections/:id/stats" as "getCollectionStatistics", CountScopedClicksProblem: StatisticsScope::Collection(CollectionId(id.0));
}

fn default_groups() -> usize {
    100
}
