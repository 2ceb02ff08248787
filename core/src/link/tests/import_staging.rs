//! Imports that are all or nothing.

use super::import::{ATOMIC, import, row, staging};
use crate::fault::Fault;
use crate::mock::{MockPorts, sample};

/// A store that stages, in which Ann has no sets and no code is taken.
fn staging_freely() -> MockPorts {
    let mocks = MockPorts::default().admitting(sample::user());
    let mut mocks = mocks.with_slugs();
    let list = mocks.collections.expect_list();
    list.returning(|_| Ok(Vec::new()));
    mocks.memberships.expect_insert().returning(|_| Ok(1));
    staging(&mut mocks);
    mocks
}

#[tokio::test]
async fn all_or_nothing_is_staged_in_parts_and_seen_at_once() {
    let mut mocks = staging_freely();
    let made = mocks.collections.expect_insert();
    made.times(1).returning(|_| Ok(sample::collection()));
    let complete = mocks.imports.expect_complete();
    complete.times(1).returning(|_| Ok(true));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    // The second thousand finds the set that the first one made, though nobody else does.
    let rows: Vec<_> = (0..1_500).map(|line| row(line, "a", &["One"])).collect();
    let (fates, imported) = import(&links, &rows, ATOMIC).await.unwrap();
    assert!(imported.applied && fates.iter().all(Result::is_ok));
    // It began, has two parts, and is complete.
    assert_eq!(commits.count(), 4);
}

#[tokio::test]
async fn what_was_given_up_meanwhile_is_never_seen() {
    let mut mocks = staging_freely();
    mocks.imports.expect_complete().returning(|_| Ok(false));
    let give_up = mocks.imports.expect_give_up();
    give_up.times(1).returning(|_| Ok(()));
    let links = mocks.korotko().links;
    let refused = import(&links, &[row(2, "a", &[])], ATOMIC).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
