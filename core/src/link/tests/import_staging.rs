//! Imports that are all or nothing.

use super::import::{import, row, staging};
use crate::fault::Fault;
use crate::id::LinkId;
use crate::link::ImportOptions;
use crate::mock::{MockPorts, sample};

/// A store that stages, in which Ann has no sets and no code is taken.
fn staging_freely() -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.admit(sample::user());
    let insert = mocks.link_batches.expect_insert();
    insert.returning(|links| {
        let made = links.iter().map(|link| link.clone().into_link(LinkId(100)));
        Ok(made.map(Some).collect())
    });
    mocks
        .collections
        .expect_list()
        .returning(|_| Ok(Vec::new()));
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
    let options = ImportOptions {
        atomic: true,
        ..ImportOptions::default()
    };
    let (fates, imported) = import(&links, &rows, options).await.unwrap();
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
    let options = ImportOptions {
        atomic: true,
        ..ImportOptions::default()
    };
    let refused = import(&links, &[row(2, "a", &[])], options).await;
    assert_eq!(refused.unwrap_err().code(), "unavailable");
}
