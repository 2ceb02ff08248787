use chrono::TimeDelta;

use super::{code, mocks};
use crate::id::{ImportDraftId, UserId};
use crate::import_draft::DRAFT_LIFETIME;
use crate::mock::sample;

#[tokio::test]
async fn only_the_owner_finds_a_draft() {
    let draft = sample::import_draft();
    let drafts = mocks(draft.clone()).korotko().import_drafts;
    let found = drafts.find(draft.owner, draft.id).await;
    assert_eq!(found.unwrap(), draft);
    let other = drafts.find(UserId(8), draft.id).await;
    let unknown = drafts.find(draft.owner, ImportDraftId(38)).await;
    assert_eq!(code(other), "not-found");
    assert_eq!(code(unknown), "not-found");
}

#[tokio::test]
async fn a_draft_is_found_for_an_hour() {
    let mut draft = sample::import_draft();
    draft.created_at = sample::now();
    let mocks = mocks(draft.clone());
    let clock = mocks.clock.clone();
    let drafts = mocks.korotko().import_drafts;
    let last = TimeDelta::microseconds(1);
    clock.advance(DRAFT_LIFETIME - last);
    assert!(drafts.find(draft.owner, draft.id).await.is_ok());
    clock.advance(last);
    let over = drafts.find(draft.owner, draft.id).await;
    assert_eq!(code(over), "not-found");
    let discarded = drafts.discard(draft.owner, draft.id).await;
    assert_eq!(code(discarded), "not-found");
}

#[tokio::test]
async fn somebody_elses_draft_is_not_discarded() {
    let draft = sample::import_draft();
    let mut mocks = mocks(draft.clone());
    let delete = mocks.import_drafts.expect_delete_by_owner();
    delete.times(1).returning(|owner| {
        assert_eq!(owner, UserId(7));
        Ok(())
    });
    let drafts = mocks.korotko().import_drafts;
    assert_eq!(code(drafts.discard(UserId(8), draft.id).await), "not-found");
    assert_eq!(code(drafts.discard(draft.owner, draft.id).await), "done");
}
