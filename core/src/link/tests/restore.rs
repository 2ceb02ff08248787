use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace, RestoreLinkError};
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;

/// Ann's link, deleted this many days ago.
fn deleted(days: i64) -> Link {
    Link {
        deleted_at: Some(sample::now() - TimeDelta::days(days)),
        ..sample::link()
    }
}

fn ports_with_link(link: Link) -> MockPorts {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    mocks.with_link(link)
}

async fn restore(mocks: MockPorts) -> Result<Link, RestoreLinkError> {
    let links = mocks.korotko().links;
    links.restore(UserId(7), LinkId(11)).await
}

#[tokio::test]
async fn a_link_is_restored_as_it_was() {
    let mut mocks = ports_with_link(deleted(29));
    mocks.links.expect_update().times(1).returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let wanted = Link {
        updated_at: sample::now(),
        revision: sample::link().revision.next(),
        ..sample::link()
    };
    assert_eq!(restore(mocks).await.unwrap(), wanted);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn links_are_restored_for_thirty_days_and_by_their_owner_alone() {
    let somebody_elses = Link {
        owner: Some(UserId(8)),
        ..deleted(0)
    };
    for link in [deleted(30), somebody_elses] {
        let refused = restore(ports_with_link(link.clone())).await.unwrap_err();
        assert_eq!(refused.code(), "not-found", "{link:?}");
    }
}

#[tokio::test]
async fn restoring_a_link_that_is_not_deleted_changes_nothing() {
    let restored = restore(ports_with_link(sample::link())).await.unwrap();
    assert_eq!(restored, sample::link());
}

#[tokio::test]
async fn a_link_whose_slug_was_taken_is_not_restored() {
    let mut mocks = ports_with_link(deleted(0));
    let update = mocks.links.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let commits = mocks.commits.clone();
    assert_eq!(restore(mocks).await.unwrap_err().code(), "slug-taken");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_link_whose_slug_was_reserved_for_another_is_not_restored() {
    let mut link = deleted(1);
    link.namespace = Namespace::Global;
    let mut left = deleted(0);
    left.owner = Some(UserId(8));
    let mut mocks = ports_with_link(link).with_tombstone(left);
    mocks.links.expect_update().returning(|_| Ok(()));
    assert_eq!(restore(mocks).await.unwrap_err().code(), "slug-taken");
}
