use crate::collection::{CollectionEdit, NewCollection};
use crate::fault::Fault;
use crate::id::{CollectionId, UserId};
use crate::link::Link;
use crate::mock::{MockNews, MockPorts, sample};
use crate::ports::{Change, StoreError};
use crate::{ExpectedRevision, Revision};

const ID: CollectionId = CollectionId(13);

/// Ann's collection.
fn ports_with_collection() -> MockPorts {
    MockPorts::default().with_collection(sample::collection(), 0)
}

#[tokio::test]
async fn a_collection_of_another_user_is_not_found() {
    let bob = UserId(8);
    let collections = ports_with_collection().korotko().collections;
    let edit = CollectionEdit {
        name: Some(String::new()),
        ..CollectionEdit::default()
    };
    let any = ExpectedRevision::Any;
    let read = collections.read(bob, ID).await.unwrap_err();
    let edited = collections.edit(bob, ID, &any, &edit).await.unwrap_err();
    let deleted = collections.delete(bob, ID, &any, true).await.unwrap_err();
    let answers = [read.code(), edited.code(), deleted.code()];
    assert_eq!(answers, ["not-found"; 3]);
}

#[tokio::test]
async fn an_edit_changes_the_given_fields_and_increments_the_revision() {
    let mut mocks = ports_with_collection();
    mocks.collections.expect_update().returning(|_| Ok(()));
    let collections = mocks.korotko().collections;
    let edit = CollectionEdit {
        description: Some(Some("For May".to_owned())),
        ..CollectionEdit::default()
    };
    let expected = ExpectedRevision::exactly(Revision(1));
    let edited = collections.edit(UserId(7), ID, &expected, &edit).await;
    let edited = edited.unwrap();
    assert_eq!(edited.name, sample::collection().name);
    assert_eq!(edited.description.unwrap().as_str(), "For May");
    assert_eq!(edited.revision, Revision(2));
    assert_eq!(edited.updated_at, sample::now());
}

#[tokio::test]
async fn a_change_of_a_stale_revision_is_refused() {
    let collections = ports_with_collection().korotko().collections;
    let expected = ExpectedRevision::exactly(Revision(2));
    let edit = CollectionEdit::default();
    let edited = collections.edit(UserId(7), ID, &expected, &edit).await;
    assert_eq!(edited.unwrap_err().code(), "precondition-failed");
    let deleted = collections.delete(UserId(7), ID, &expected, false).await;
    assert_eq!(deleted.unwrap_err().code(), "precondition-failed");
}

#[tokio::test]
async fn a_taken_collection_name_is_refused() {
    let mut mocks = ports_with_collection();
    let update = mocks.collections.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let collections = mocks.korotko().collections;
    let edit = CollectionEdit {
        name: Some(NewCollection::named("Autumn").name),
        ..CollectionEdit::default()
    };
    let refused = collections
        .edit(UserId(7), ID, &ExpectedRevision::Any, &edit)
        .await;
    assert_eq!(refused.unwrap_err().code(), "name-taken");
}

#[tokio::test]
async fn a_collection_is_deleted_without_its_links_unless_requested() {
    let mut mocks = ports_with_collection();
    let delete = mocks.collections.expect_delete();
    delete.times(1).returning(|_| Ok(true));
    let collections = mocks.korotko().collections;
    let deleted = collections.delete(UserId(7), ID, &ExpectedRevision::Any, false);
    assert!(deleted.await.is_ok());

    let mut mocks = ports_with_collection().with_link(sample::link());
    mocks.news = MockNews::new();
    // A full part, and then one more link.
    let mut listed = vec![vec![sample::link()], vec![sample::link(); 250]];
    let list = mocks.links.expect_list();
    list.returning_st(move |_| Ok(listed.pop().unwrap()));
    let update = mocks.link_batches.expect_update();
    update.times(2).returning(|links: &[Link]| {
        assert_eq!(links[0].deleted_at, Some(sample::now()));
        Ok(vec![true])
    });
    let delete = mocks.collections.expect_delete();
    delete.times(1).returning(|_| Ok(true));
    let announce = mocks.news.expect_announce();
    announce
        .times(2)
        .withf(|changes| changes == [Change::of(&sample::link())])
        .returning(|_| Ok(()));
    let collections = mocks.korotko().collections;
    let deleted = collections.delete(UserId(7), ID, &ExpectedRevision::Any, true);
    assert!(deleted.await.is_ok());
}

#[tokio::test]
async fn an_edit_that_changes_nothing_keeps_the_revision_of_a_collection() {
    // Nothing is written: the mock would panic.
    let collections = ports_with_collection().korotko().collections;
    let same = CollectionEdit {
        name: Some(" Spring ".to_owned()),
        description: Some(None),
    };
    for edit in [same, CollectionEdit::default()] {
        let edited = collections.edit(UserId(7), ID, &ExpectedRevision::Any, &edit);
        assert_eq!(edited.await.unwrap(), sample::collection());
    }
}
