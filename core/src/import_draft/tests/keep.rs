use mockall::Sequence;

use super::code;
use crate::id::{ImportDraftId, UserId};
use crate::mock::{MockPorts, sample};

#[tokio::test]
async fn a_file_takes_the_place_of_the_one_before() {
    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    let mut order = Sequence::new();
    let delete = mocks.import_drafts.expect_delete_by_owner();
    delete.times(1).in_sequence(&mut order).returning(|owner| {
        assert_eq!(owner, UserId(7));
        Ok(())
    });
    let insert = mocks.import_drafts.expect_insert();
    insert.times(1).in_sequence(&mut order).returning(|draft| {
        assert_eq!(draft.owner, UserId(7));
        assert_eq!(&*draft.file, b"https://example.com");
        assert_eq!(draft.created_at, sample::now());
        Ok(ImportDraftId(3))
    });
    let commits = mocks.commits.clone();
    let drafts = mocks.korotko().import_drafts;
    let file = b"https://example.com".as_slice();
    let kept = drafts.keep(UserId(7), file.into()).await;
    assert_eq!(kept.unwrap(), ImportDraftId(3));
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn no_file_is_kept_for_an_account_that_is_gone() {
    let mocks = MockPorts::default().with_user(None);
    let drafts = mocks.korotko().import_drafts;
    let kept = drafts.keep(UserId(7), b"".as_slice().into()).await;
    assert_eq!(code(kept), "token-invalid");
}
