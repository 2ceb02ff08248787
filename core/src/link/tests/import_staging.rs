//! All-or-nothing imports.

use super::import::{ATOMIC, import, row, staging};
use crate::fault::Fault;
use crate::mock::{MockPorts, sample};

/// A store that stages, in which Ann has no collections and no slug is taken.
fn staging_freely() -> MockPorts {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    let mut mocks = mocks.with_slugs();
    let list = mocks.collections.expect_list();
    list.returning(|_| Ok(Vec::new()));
    mocks.memberships.expect_insert().returning(|_| Ok(1));
    staging(&mut mocks);
    mocks
}

#[tokio::test]
async fn an_atomic_import_is_staged_in_parts_and_becomes_visible_at_once() {
    let mut mocks = staging_freely();
    let created = mocks.collections.expect_insert();
    created.times(1).returning(|_| Ok(sample::collection()));
    let complete = mocks.imports.expect_complete();
    complete.times(1).returning(|_| Ok(true));
    let rewind = mocks.target_reviews.expect_rewind().times(1);
    // Before the first of them.
    rewind.withf(|to| to.0 == 99).returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    // The second part finds the collection that the first one created, though nobody else does.
    let rows: Vec<_> = (0..1_500).map(|line| row(line, "a", &["One"])).collect();
    let (outcomes, imported) = import(&links, &rows, ATOMIC).await.unwrap();
    assert!(imported.applied && outcomes.iter().all(Result::is_ok));
    // Begin, two parts, and completion.
    assert_eq!(commits.count(), 4);
}

#[tokio::test]
async fn an_import_abandoned_concurrently_never_becomes_visible() {
    let mut mocks = staging_freely();
    mocks.imports.expect_complete().returning(|_| Ok(false));
    let abandon = mocks.imports.expect_abandon();
    abandon.times(1).returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let refused = import(&links, &[row(2, "a", &[])], ATOMIC).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
