use super::{code, codes, mocks, rows};
use crate::id::LinkId;
use crate::import_draft::{DraftState, ImportDraft};
use crate::link::{Link, Namespace, Route, TargetUrl};
use crate::mock::sample;

fn kept() -> ImportDraft {
    ImportDraft {
        layout: None,
        outcomes: None,
        state: DraftState::Kept,
        ..sample::import_draft()
    }
}

/// The route of Ann's link to this target.
fn route(target: &str) -> Route {
    let link = Link {
        id: LinkId(5),
        target: TargetUrl::from_stored(target.to_owned()),
        ..sample::link()
    };
    link.into()
}

#[tokio::test]
async fn each_row_has_its_outcome_and_nothing_is_written_but_the_draft() {
    let draft = kept();
    let mut mocks = mocks(draft.clone());
    mocks.route_finder.expect_find_route().returning(|_, _| Ok(None));
    let record = mocks.import_drafts.expect_record_dry_run();
    record.times(1).returning(|id, layout, outcomes| {
        assert_eq!(id, sample::import_draft().id);
        assert_eq!(layout, "list");
        assert_eq!(outcomes.created(), 1);
        Ok(true)
    });
    let commits = mocks.commits.clone();
    let drafts = mocks.korotko().import_drafts;
    let mut rows = rows(&["a", "taken", "", "no good"]).into_iter();
    let tried = drafts.dry_run(draft.owner, draft.id, "list", &mut rows).await;
    let tried = tried.unwrap();
    let expected = ["created", "slug-taken", "invalid", "invalid"];
    assert_eq!(codes(&tried), expected);
    let unreadable = &tried.problem(2).unwrap().errors;
    assert_eq!(unreadable[0].field, "url");
    assert_eq!(unreadable[0].message, "is missing");
    assert_eq!(tried.problem(3).unwrap().errors[0].field, "slug");
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_row_is_skipped_if_the_owner_has_the_same_link() {
    for (target, expected) in [
        ("https://example.com/a", "link-exists"),
        ("https://example.com/b", "slug-taken"),
    ] {
        let draft = kept();
        let mut mocks = mocks(draft.clone());
        let find = mocks.route_finder.expect_find_route();
        find.times(1).returning(move |namespace, slug| {
            assert_eq!(namespace, Namespace::Personal(sample::user().id));
            assert_eq!(slug.as_str(), "taken");
            Ok(Some(route(target)))
        });
        let record = mocks.import_drafts.expect_record_dry_run();
        record.returning(|_, _, _| Ok(true));
        let drafts = mocks.korotko().import_drafts;
        let mut rows = rows(&["taken"]).into_iter();
        let tried = drafts.dry_run(draft.owner, draft.id, "list", &mut rows).await;
        assert_eq!(codes(&tried.unwrap()), [expected]);
    }
}

#[tokio::test]
async fn a_draft_whose_import_has_begun_is_not_tried_again() {
    for state in [DraftState::Importing, DraftState::Imported] {
        let draft = ImportDraft { state, ..kept() };
        let drafts = mocks(draft.clone()).korotko().import_drafts;
        let mut rows = rows(&["a"]).into_iter();
        let tried = drafts.dry_run(draft.owner, draft.id, "list", &mut rows).await;
        assert_eq!(code(tried), "import-begun");
    }
}

#[tokio::test]
async fn a_dry_run_that_an_import_overtakes_is_not_kept() {
    let draft = kept();
    let mut mocks = mocks(draft.clone());
    let record = mocks.import_drafts.expect_record_dry_run();
    record.times(1).returning(|_, _, _| Ok(false));
    let commits = mocks.commits.clone();
    let drafts = mocks.korotko().import_drafts;
    let mut rows = rows(&["a"]).into_iter();
    let tried = drafts.dry_run(draft.owner, draft.id, "list", &mut rows).await;
    assert_eq!(code(tried), "import-begun");
    assert_eq!(commits.count(), 0);
}
