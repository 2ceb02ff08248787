use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace};
use crate::mock::{MockPorts, sample};
use crate::ports::{StoreError, Timestamp};

/// Ann's link, deleted at `at`, in a store that lets it be written.
fn deleted(at: Timestamp) -> Link {
    Link {
        deleted_at: Some(at),
        ..sample::link()
    }
}

fn holding(link: Link) -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.admit(sample::user());
    let held = mocks.links.expect_find_for_update();
    held.returning(move |_| Ok(Some(link.clone())));
    mocks
}

#[tokio::test]
async fn a_link_comes_back_as_it_was() {
    let mut mocks = holding(deleted(sample::now() - TimeDelta::days(29)));
    mocks.links.expect_update().times(1).returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let restored = links.restore(UserId(7), LinkId(11)).await.unwrap();
    let wanted = Link {
        updated_at: sample::now(),
        revision: sample::link().revision.next(),
        ..sample::link()
    };
    assert_eq!(restored, wanted);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn the_trash_ends_after_thirty_days() {
    let mocks = holding(deleted(sample::now() - TimeDelta::days(30)));
    let links = mocks.korotko().links;
    let refused = links.restore(UserId(7), LinkId(11)).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test]
async fn somebody_elses_trash_is_empty() {
    let mut link = deleted(sample::now());
    link.owner = Some(UserId(8));
    let links = holding(link).korotko().links;
    let refused = links.restore(UserId(7), LinkId(11)).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test]
async fn a_link_that_is_not_deleted_stays_as_it_is() {
    let links = holding(sample::link()).korotko().links;
    let restored = links.restore(UserId(7), LinkId(11)).await.unwrap();
    assert_eq!(restored, sample::link());
}

#[tokio::test]
async fn a_code_taken_meanwhile_stands_against_it() {
    let mut mocks = holding(deleted(sample::now()));
    let update = mocks.links.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let refused = links.restore(UserId(7), LinkId(11)).await.unwrap_err();
    assert_eq!(refused.code(), "slug-taken");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_global_code_that_another_left_since_stands_against_it() {
    let mut link = deleted(sample::now() - TimeDelta::days(1));
    link.namespace = Namespace::Global;
    let mut mocks = holding(link);
    mocks.links.expect_update().returning(|_| Ok(()));
    let latest = mocks.tombstones.expect_find_latest();
    latest.returning(|_, _, _| {
        Ok(Some(Link {
            owner: Some(UserId(8)),
            ..deleted(sample::now())
        }))
    });
    let links = mocks.korotko().links;
    let refused = links.restore(UserId(7), LinkId(11)).await.unwrap_err();
    assert_eq!(refused.code(), "slug-taken");
}
