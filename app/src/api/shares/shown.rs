use korotko_core::Korotko;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::SharedView;
use super::problems::{GetShareProblem, ShareStatisticsProblem};
use crate::api::Tag;
use crate::api::statistics::dto::{GranularityView, GroupByView, StatisticsView};
use crate::api::statistics::{PeriodParameters, default_groups};

/// What shares show to everybody.
#[derive(Debug)]
pub struct ShownShareApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Shown {
    /// What is shared.
    #[oai(status = 200)]
    Share(
        Json<SharedView>,
        /// Always `no-store`: the share may end at any time.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
enum Counted {
    /// The statistics.
    #[oai(status = 200)]
    Statistics(
        Json<StatisticsView>,
        /// Always `no-store`: the share may end at any time.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[OpenApi(prefix_path = "/api/shares", tag = "Tag::Statistics")]
impl ShownShareApi {
    /// Get a share
    ///
    /// Returns what is shared at the URL of a share, with the total of its clicks. No account is needed: whoever has the token may see it.
    #[oai(path = "/:token", method = "get", operation_id = "getShare")]
    async fn get(
        &self,
        /// The token: the last segment of the URL of the share.
        token: Path<String>,
    ) -> Result<Shown, GetShareProblem> {
        let shares = &self.korotko.shares;
        let open = shares.open(&token.0).await?;
        let total = shares.total(&open).await?;
        let view = SharedView::new(&open, total);
        Ok(Shown::Share(Json(view), no_store()))
    }

    /// Get the statistics of a share
    ///
    /// Returns the clicks of what is shared in a period, by default the last 30 days, grouped by time or by a dimension. No account is
    /// needed.
    #[allow(
        clippy::too_many_arguments,
        reason = "each parameter of an operation is an argument"
    )]
    #[oai(
        path = "/:token/stats",
        method = "get",
        operation_id = "getShareStatistics"
    )]
    async fn count(
        &self,
        /// The token: the last segment of the URL of the share.
        token: Path<String>,
        /// The start of the period: a date in the time zone, or a time (RFC 3339), rounded down to a quarter of an hour. Default: 30 days before the end.
        from: Query<Option<String>>,
        /// The end of the period: a date (inclusive), or a time (exclusive), rounded up to a quarter of an hour. Default: the end of today.
        to: Query<Option<String>>,
        /// The time zone (IANA), such as `Europe/Moscow`. Default: that of the owner, as `getShare` says.
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
    ) -> Result<Counted, ShareStatisticsProblem> {
        let (shares, group_by) = (&self.korotko.shares, group_by.0.with(granularity.0));
        let period = PeriodParameters::new([from.0, to.0, tz.0]);
        let open = shares.open(&token.0).await?;
        let counted = shares.count(&open, period.text(), group_by, limit.0);
        let view = StatisticsView::from(counted.await?);
        Ok(Counted::Statistics(Json(view), no_store()))
    }
}

fn no_store() -> String {
    "no-store".to_owned()
}
