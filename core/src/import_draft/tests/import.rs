use super::{code, codes, mocks, rows};
use crate::import_draft::{DraftState, ImportDraft, RowOutcomes, RowProblem};
use crate::mock::{MockPorts, sample};
use crate::ports::{MockLinkBatchRepository, StoreError};

/// A draft of three rows, of which the second is skipped.
fn tried() -> ImportDraft {
    let outcomes = [None, Some(RowProblem::link_exists()), None];
    ImportDraft {
        outcomes: Some(RowOutcomes::from_iter(outcomes)),
        ..sample::import_draft()
    }
}

/// The import may begin once.
fn claimed_once(mocks: &mut MockPorts) {
    let claim = mocks.import_drafts.expect_claim();
    claim.times(1).returning(|_| Ok(true));
}

#[tokio::test]
async fn exactly_the_rows_that_were_tried_well_are_imported() {
    let mut mocks = mocks(tried());
    claimed_once(&mut mocks);
    mocks.link_batches = MockLinkBatchRepository::new();
    let insert = mocks.link_batches.expect_insert();
    insert.times(1).returning(|links| {
        let slugs: Vec<_> = links.iter().map(|link| link.slug.as_str()).collect();
        assert_eq!(slugs, ["a", "c"]);
        // Somebody took `c` meanwhile.
        let first = links[0].clone().into_link(crate::id::LinkId(100));
        Ok(vec![Some(first), None])
    });
    let finish = mocks.import_drafts.expect_finish();
    finish.times(1).returning(|_, outcomes| {
        let codes = codes(&outcomes.unwrap());
        assert_eq!(codes, ["created", "link-exists", "slug-taken"]);
        Ok(())
    });
    let drafts = mocks.korotko().import_drafts;
    let mut rows = rows(&["a", "b", "c"]).into_iter();
    let draft = tried();
    let imported = drafts.import(draft.owner, draft.id, &mut rows).await;
    assert_eq!(imported.unwrap().created(), 1);
}

#[tokio::test]
async fn an_import_begins_once() {
    let draft = tried();
    let mut mocks = mocks(draft.clone());
    // Another request was faster.
    mocks.import_drafts.expect_claim().returning(|_| Ok(false));
    let drafts = mocks.korotko().import_drafts;
    let mut rows = rows(&["a", "b", "c"]).into_iter();
    let imported = drafts.import(draft.owner, draft.id, &mut rows).await;
    assert_eq!(code(imported), "import-begun");
}

#[tokio::test]
async fn an_import_that_has_begun_does_not_begin_again() {
    for state in [DraftState::Importing, DraftState::Imported] {
        let draft = ImportDraft { state, ..tried() };
        let drafts = mocks(draft.clone()).korotko().import_drafts;
        let mut rows = rows(&["a", "b", "c"]).into_iter();
        let imported = drafts.import(draft.owner, draft.id, &mut rows).await;
        assert_eq!(code(imported), "import-begun");
    }
}

#[tokio::test]
async fn what_was_not_tried_is_not_imported() {
    let draft = ImportDraft {
        outcomes: None,
        state: DraftState::Kept,
        ..tried()
    };
    let drafts = mocks(draft.clone()).korotko().import_drafts;
    let mut rows = rows(&["a"]).into_iter();
    let imported = drafts.import(draft.owner, draft.id, &mut rows).await;
    assert_eq!(code(imported), "import-not-tried");
}

#[tokio::test]
async fn an_import_that_fails_as_a_whole_can_begin_again() {
    let mut mocks = mocks(tried());
    claimed_once(&mut mocks);
    mocks.link_batches = MockLinkBatchRepository::new();
    let insert = mocks.link_batches.expect_insert();
    insert.returning(|_| Err(StoreError::unavailable("no connection")));
    let finish = mocks.import_drafts.expect_finish();
    finish.times(1).returning(|_, outcomes| {
        assert_eq!(outcomes, None);
        Ok(())
    });
    let drafts = mocks.korotko().import_drafts;
    let mut rows = rows(&["a", "b", "c"]).into_iter();
    let draft = tried();
    let imported = drafts.import(draft.owner, draft.id, &mut rows).await;
    assert_eq!(code(imported), "unavailable");
}
