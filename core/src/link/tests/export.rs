use futures_util::TryStreamExt;

use crate::id::{LinkId, UserId};
use crate::link::{ExportedLink, Link};
use crate::mock::{MockPorts, sample};
use crate::ports::{LinkCursor, LinkStateFilter, Membership, StoreError};

fn link(id: i64) -> Link {
    Link {
        id: LinkId(id),
        ..sample::link()
    }
}

/// A store that lists links 1 and 2, and 3 in the trash, one at a time.
fn mocks() -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.links.expect_list().returning(|query| {
        let last = match query.after {
            Some(LinkCursor::Created(_, id)) => id.0,
            _ => 0,
        };
        let ids = match query.state {
            LinkStateFilter::NotDeleted => 1..3,
            _ => 3..4,
        };
        Ok(ids.filter(|id| *id > last).take(1).map(link).collect())
    });
    mocks.memberships.expect_list_by_links().returning(|links| {
        let second = links.iter().filter(|link| link.0 == 2);
        let memberships = second.map(|link| Membership {
            collection: sample::collection().id,
            link: *link,
        });
        Ok(memberships.collect())
    });
    let found = mocks.collections.expect_find_by_id();
    found
        .times(0..=1)
        .returning(|_| Ok(Some(sample::collection())));
    mocks
}

#[tokio::test]
async fn all_links_are_exported_with_the_names_of_their_collections() {
    let links = mocks().korotko().links;
    let exported: Vec<ExportedLink> = links.export(UserId(7), false).try_collect().await.unwrap();
    let ids: Vec<_> = exported.iter().map(|exported| exported.link.id.0).collect();
    assert_eq!(ids, [1, 2]);
    assert!(exported[0].collections.is_empty());
    assert_eq!(exported[1].collections, [sample::collection().name]);
}

#[tokio::test]
async fn the_trash_is_exported_last_if_requested() {
    let links = mocks().korotko().links;
    let exported: Vec<ExportedLink> = links.export(UserId(7), true).try_collect().await.unwrap();
    let ids: Vec<_> = exported.iter().map(|exported| exported.link.id.0).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[tokio::test]
async fn a_failing_store_ends_the_export_with_its_error() {
    let mut mocks = MockPorts::default();
    let list = mocks.links.expect_list();
    list.returning(|_| Err(StoreError::unavailable("away")));
    let links = mocks.korotko().links;
    let exported: Result<Vec<_>, _> = links.export(UserId(7), false).try_collect().await;
    assert!(matches!(exported, Err(StoreError::Unavailable(_))));
}
