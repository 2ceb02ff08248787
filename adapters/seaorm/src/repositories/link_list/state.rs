//! Conditions on the state of links, as the indexes express them.

use korotko_core::ports::LinkStateFilter;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait};

use crate::entities::link::Column;
use crate::time::micros;

/// Until when a link is live: the largest number without an expiry, and less than any time if the link is exhausted, disabled or
/// blocked.
const LIVE_UNTIL: &str = "(CASE WHEN links.exhausted OR links.disabled_at IS NOT NULL OR links.blocked_at IS NOT NULL \
    THEN -1 ELSE coalesce(links.expires_at, 9223372036854775807) END)";

/// The number of a link's state among blocked, disabled and exhausted, which do not depend on the time; 0 for others.
const STOPPED: &str = "(CASE WHEN links.blocked_at IS NOT NULL THEN 3 WHEN links.disabled_at IS NOT NULL THEN 2 \
    WHEN links.exhausted THEN 1 ELSE 0 END)";

/// The condition that a link is exhausted, disabled or blocked.
const IS_STOPPED: &str =
    "(links.exhausted OR links.disabled_at IS NOT NULL OR links.blocked_at IS NOT NULL)";

/// The conditions on links that are not deleted to match the filter.
pub(super) fn conditions(state: LinkStateFilter) -> Vec<Expr> {
    let live_until = || Expr::cust(LIVE_UNTIL);
    // The second condition shows the databases that the partial index applies. It does not compare the indexed expression, which
    // SQLite would treat as a range, and sort.
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
