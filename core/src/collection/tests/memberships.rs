use crate::fault::Fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::Link;
use crate::mock::{MockPorts, sample};

const ID: CollectionId = CollectionId(13);

/// Ann's collection with `count` links in it after any addition, and her link 11.
fn ports_with_collection(count: u64) -> MockPorts {
    let mocks = MockPorts::default().with_link(sample::link());
    mocks.with_collection(sample::collection(), count)
}

#[tokio::test]
async fn duplicate_and_present_links_are_counted_once() {
    let mut mocks = ports_with_collection(1);
    mocks.memberships.expect_insert().returning(|_| Ok(0));
    let commits = mocks.commits.clone();
    let collections = mocks.korotko().collections;
    let twice = [LinkId(11), LinkId(11)];
    let added = collections.add_links(UserId(7), ID, &twice).await.unwrap();
    assert_eq!((added.added, added.present), (0, 1));
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_collection_does_not_exceed_its_limit() {
    for (count, fits) in [(10_000, true), (10_001, false)] {
        let mut mocks = ports_with_collection(count);
        mocks.memberships.expect_insert().returning(|_| Ok(1));
        let commits = mocks.commits.clone();
        let collections = mocks.korotko().collections;
        let added = collections.add_link(UserId(7), ID, LinkId(11)).await;
        let code = added.err().map(|error| error.code());
        assert_eq!(code, (!fits).then_some("collection-full"));
        assert_eq!(commits.count(), usize::from(fits));
    }
}

#[tokio::test]
async fn a_link_of_another_user_is_not_added_to_a_collection() {
    let collections = ports_with_collection(0).korotko().collections;
    let unknown = [LinkId(11), LinkId(12)];
    let refused = collections.add_links(UserId(7), ID, &unknown).await;
    let refused = refused.unwrap_err();
    assert!(refused.violations()[0].message.contains("12"));
    let refused = collections.add_link(UserId(7), ID, LinkId(12)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");

    let deleted = Link {
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let mocks = MockPorts::default().with_link(deleted);
    let mocks = mocks.with_collection(sample::collection(), 0);
    let collections = mocks.korotko().collections;
    let refused = collections.add_link(UserId(7), ID, LinkId(11)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
}

#[tokio::test]
async fn one_call_adds_one_to_a_thousand_links() {
    let collections = MockPorts::default().korotko().collections;
    for number in [0, 1_001] {
        let links: Vec<_> = (0..number).map(LinkId).collect();
        let refused = collections.add_links(UserId(7), ID, &links).await;
        assert_eq!(refused.unwrap_err().fields(), ["links"]);
    }
}

#[tokio::test]
async fn a_link_is_removed_from_the_owners_collection_alone() {
    let mut mocks = ports_with_collection(0);
    let delete = mocks.memberships.expect_delete();
    delete.times(1).returning(|_| Ok(false));
    let collections = mocks.korotko().collections;
    let taken_out = collections.remove_link(UserId(7), ID, LinkId(11)).await;
    assert!(taken_out.is_ok());
    let refused = collections.remove_link(UserId(8), ID, LinkId(11)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
}
