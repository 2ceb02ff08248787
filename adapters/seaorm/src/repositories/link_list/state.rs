//! The states of links, in the words of the indexes that have them.

use korotko_core::ports::LinkStateFilter;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait};

use crate::entities::link::Column;
use crate::time::micros;

/// Until when a link is live, as a number also where it has no end; less than any moment where its state is another whatever the
/// time.
const LIVE_UNTIL: &str = "(CASE WHEN links.exhausted OR links.disabled_at IS NOT NULL OR links.blocked_at IS NOT NULL \
    THEN -1 ELSE coalesce(links.expires_at, 9223372036854775807) END)";

/// Which state a link is in whatever the time, and has an index for.
const STOPPED: &str = "(CASE WHEN links.blocked_at IS NOT NULL THEN 3 WHEN links.disabled_at IS NOT NULL THEN 2 \
    WHEN links.exhausted THEN 1 ELSE 0 END)";

/// That a link's state is another than live or expired, whatever the time.
const IS_STOPPED: &str =
    "(links.exhausted OR links.disabled_at IS NOT NULL OR links.blocked_at IS NOT NULL)";

/// What links that are not deleted have to fulfil to pass the filter.
pub(super) fn conditions(state: LinkStateFilter) -> Vec<Expr> {
    let live_until = || Expr::cust(LIVE_UNTIL);
    // By the second, databases see that the index has all such links. It is no comparison of the expression that is indexed:
    // SQLite would take that for a range, and sort.
    let stopped = |number: i32| {
        vec![
            Expr::cust(format!("{STOPPED} = {number}")),
            Expr::cust(IS_STOPPED),
        ]
    };
    match state {
        LinkStateFilter::NotDeleted | LinkStateFilter::DeletedAfter(_) => Vec::new(),
        LinkStateFilter::LiveAt(now) => vec![live_until().gt(micros(now))],
        LinkStateFilter::ExpiredAt(now) => vec![
            Column::ExpiresAt.is_not_null(),
            live_until().gte(0),
            live_until().lte(micros(now)),
        ],
        LinkStateFilter::Exhausted => stopped(1),
        LinkStateFilter::Disabled => stopped(2),
        LinkStateFilter::Blocked => stopped(3),
    }
}
