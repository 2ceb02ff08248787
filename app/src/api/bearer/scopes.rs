//! Which scope an API key needs for each operation.

use korotko_core::key::KeyScope;

use crate::http::problem::Problem;

/// The operations that accept API keys, by the scope they need. Every other operation that requires authentication, such as those on the
/// account and its keys, refuses keys: a new operation does until it is listed here.
const OPERATIONS: [(KeyScope, &[&str]); 4] = [
    (
        KeyScope::LinksRead,
        &[
            "listLinks",
            "getLink",
            "getLinkQrCode",
            "exportLinks",
            "listCollections",
            "getCollection",
            "listCollectionLinks",
        ],
    ),
    (
        KeyScope::LinksWrite,
        &[
            "shortenUrl",
            "createLink",
            "updateLink",
            "deleteLink",
            "restoreLink",
            "batchLinks",
            "importLinks",
            "createCollection",
            "updateCollection",
            "deleteCollection",
            "addCollectionLink",
            "addCollectionLinks",
            "removeCollectionLink",
            // Whoever may change where links lead can count who follows them anyway.
            "createLinkShare",
            "endLinkShare",
            "createCollectionShare",
            "endCollectionShare",
        ],
    ),
    (
        KeyScope::StatsRead,
        &[
            "getStatistics",
            "getLinkStatistics",
            "getCollectionStatistics",
        ],
    ),
    (
        KeyScope::Reports,
        &[
            "createReport",
            "listReports",
            "getReport",
            "createSchedule",
            "listSchedules",
            "getSchedule",
            "deleteSchedule",
        ],
    ),
];

/// The scope that a key needs for the operation with this id; `None` if it refuses keys.
pub(super) fn needed(operation: &str) -> Option<KeyScope> {
    let mut operations = OPERATIONS.iter();
    let found = operations.find(|(_, ids)| ids.contains(&operation))?;
    Some(found.0)
}

/// The refusal of a key by an operation that needs this scope, or accepts no keys.
pub(super) fn refusal(needed: Option<KeyScope>) -> Problem {
    needed.map_or_else(Problem::key_not_accepted, |scope| {
        Problem::insufficient_scope(scope.name())
    })
}
