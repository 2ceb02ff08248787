use crate::collection::{CollectionEdit, NewCollection};
use crate::fault::Fault;
use crate::id::{CollectionId, UserId};
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;
use crate::{Expected, Revision};

const ID: CollectionId = CollectionId(13);

/// Ann's set, as one who asks for a change meets it.
fn holding() -> MockPorts {
    MockPorts::default().with_collection(sample::collection(), 0)
}

#[tokio::test]
async fn somebody_elses_set_is_as_if_there_were_none() {
    let bob = UserId(8);
    let collections = holding().korotko().collections;
    let edit = CollectionEdit {
        name: Some(String::new()),
        ..CollectionEdit::default()
    };
    let any = Expected::Any;
    let read = collections.read(bob, ID).await.unwrap_err();
    let edited = collections.edit(bob, ID, &any, &edit).await.unwrap_err();
    let deleted = collections.delete(bob, ID, &any, true).await.unwrap_err();
    let answers = [read.code(), edited.code(), deleted.code()];
    assert_eq!(answers, ["not-found"; 3]);
}

#[tokio::test]
async fn an_edit_changes_what_is_given_and_counts_up() {
    let mut mocks = holding();
    mocks.collections.expect_update().returning(|_| Ok(()));
    let collections = mocks.korotko().collections;
    let edit = CollectionEdit {
        description: Some(Some("For May".to_owned())),
        ..CollectionEdit::default()
    };
    let expected = Expected::exactly(Revision(1));
    let edited = collections.edit(UserId(7), ID, &expected, &edit).await;
    let edited = edited.unwrap();
    assert_eq!(edited.name, sample::collection().name);
    assert_eq!(edited.description.unwrap().as_str(), "For May");
    assert_eq!(edited.revision, Revision(2));
    assert_eq!(edited.updated_at, sample::now());
}

#[tokio::test]
async fn a_stale_change_is_refused() {
    let collections = holding().korotko().collections;
    let expected = Expected::exactly(Revision(2));
    let edit = CollectionEdit::default();
    let edited = collections.edit(UserId(7), ID, &expected, &edit).await;
    assert_eq!(edited.unwrap_err().code(), "stale");
    let deleted = collections.delete(UserId(7), ID, &expected, false).await;
    assert_eq!(deleted.unwrap_err().code(), "stale");
}

#[tokio::test]
async fn a_name_that_another_set_has_is_refused() {
    let mut mocks = holding();
    let update = mocks.collections.expect_update();
    update.returning(|_| Err(StoreError::Conflict));
    let collections = mocks.korotko().collections;
    let edit = CollectionEdit {
        name: Some(NewCollection::named("Autumn").name),
        ..CollectionEdit::default()
    };
    let refused = collections.edit(UserId(7), ID, &Expected::Any, &edit).await;
    assert_eq!(refused.unwrap_err().code(), "name-taken");
}

#[tokio::test]
async fn a_set_goes_without_its_links_unless_they_are_to_go_too() {
    let mut mocks = holding();
    let delete = mocks.collections.expect_delete();
    delete.times(1).returning(|_| Ok(true));
    let collections = mocks.korotko().collections;
    let deleted = collections.delete(UserId(7), ID, &Expected::Any, false);
    assert!(deleted.await.is_ok());

    let mut mocks = holding().with_link(sample::link());
    // As many as are deleted at a time, and then one more.
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
    let collections = mocks.korotko().collections;
    let deleted = collections.delete(UserId(7), ID, &Expected::Any, true);
    assert!(deleted.await.is_ok());
}

#[tokio::test]
async fn an_edit_that_changes_nothing_leaves_the_set_at_its_revision() {
    // Nothing is written: the mock would say so.
    let collections = holding().korotko().collections;
    let same = CollectionEdit {
        name: Some(" Spring ".to_owned()),
        description: Some(None),
    };
    for edit in [same, CollectionEdit::default()] {
        let edited = collections.edit(UserId(7), ID, &Expected::Any, &edit);
        assert_eq!(edited.await.unwrap(), sample::collection());
    }
}
