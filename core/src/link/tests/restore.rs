use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace, RestoreLinkError};
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;

/// Ann's link, deleted so many days ago.
fn deleted(days: i64) -> Link {
    Link {
        deleted_at: Some(sample::now() - TimeDelta::days(days)),
        ..sample::link()
    }
}

fn holding(link: Link) -> MockPorts {
    let mocks = MockPorts::default().admitting(sample::user());
    mocks.with_link(link)
}

async fn restore(mocks: MockPorts) -> Result<Link, RestoreLinkError> {
    let links = mocks.korotko().links;
    links.restore(UserId(7), LinkId(11)).await
}

#[tokio::test]
async fn a_link_comes_back_as_it_was() {
    let mut mocks = holding(deleted(29));
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
async fn the_trash_ends_after_thirty_days_and_somebody_elses_is_empty() {
    let somebody_elses = Link {
        owner: Some(UserId(8)),
        ..deleted(0)
    };
    for link in [deleted(30), somebody_elses] {
        let refused = restore(holding(link.clone())).await.unwrap_err();
        assert_eq!(refused.code(), "not-found", "{link:?}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_deleted_stays_as_it_is() {
    let restored = restore(holding(sample::link())).await.unwrap();
    assert_eq!(restored, sample::link());
}

#[tokio::test]
async fn a_code_taken_meanwhile_stands_against_it() {
    let mut mocks = holding(deleted(0));
    let update = mocks.links.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let commits = mocks.commits.clone();
    assert_eq!(restore(mocks).await.unwrap_err().code(), "slug-taken");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_global_code_that_another_left_since_stands_against_it() {
    let mut link = deleted(1);
    link.namespace = Namespace::Global;
    let mut left = deleted(0);
    left.owner = Some(UserId(8));
    let mut mocks = holding(link).with_tombstone(left);
    mocks.links.expect_update().returning(|_| Ok(()));
    assert_eq!(restore(mocks).await.unwrap_err().code(), "slug-taken");
}
