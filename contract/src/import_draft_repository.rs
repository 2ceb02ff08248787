//! Checks of [`ImportDraftRepository`](korotko_core::ports::ImportDraftRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, commit, just_after, moment,
};
use super::given_import_drafts::{new_import_draft, some_outcomes};
use super::suite::checks;
use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{DraftState, ImportDraft, RowOutcomes};

checks! { $ __import_draft_repository_checks, import_draft_repository:
    an_inserted_draft_is_found,
    an_unknown_draft_is_not_found,
    a_draft_of_an_unknown_user_is_missing,
    a_second_draft_of_a_user_is_refused,
    a_dry_run_is_recorded_until_the_import_begins,
    a_draft_that_was_not_tried_is_not_claimed,
    one_of_several_concurrent_imports_begins,
    an_import_ends_with_its_outcomes_or_may_begin_again,
    a_draft_is_deleted_by_its_owner,
    expired_drafts_are_deleted_in_parts,
    drafts_are_deleted_with_their_user,
    the_id_of_a_deleted_draft_is_not_reused,
}

pub async fn an_inserted_draft_is_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_import_draft(ann).with(|draft| draft.created_at = just_after(moment(4)));
    let inserted = fixture.insert_import_draft(&wanted).await;
    let expected = ImportDraft {
        id: inserted.id,
        owner: ann,
        file: wanted.file,
        layout: None,
        outcomes: None,
        state: DraftState::Kept,
        created_at: wanted.created_at,
    };
    assert_eq!(inserted, expected);
    let other = fixture.other.import_drafts();
    assert_eq!(other.find_by_id(inserted.id).await.unwrap(), Some(expected));
}

pub async fn an_unknown_draft_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let known = fixture.insert_import_draft(&new_import_draft(ann)).await;
    for unknown in [ImportDraftId(known.id.0 + 1), ImportDraftId(-1)] {
        assert_eq!(fixture.find_import_draft(unknown).await, None);
        assert!(!fixture.record_dry_run(unknown, &some_outcomes()).await);
        assert!(!fixture.claim_import(unknown).await);
        fixture.finish_import(unknown, Some(some_outcomes())).await;
    }
    assert_eq!(fixture.find_import_draft(known.id).await, Some(known));
}

pub async fn a_draft_of_an_unknown_user_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_import_draft(UserId(ann.0 + 1));
    assert_missing(&unit.import_drafts().insert(&wanted).await);
}

pub async fn a_second_draft_of_a_user_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_import_draft(&new_import_draft(ann)).await;
    let unit = fixture.begin().await;
    assert_conflict(&unit.import_drafts().insert(&new_import_draft(ann)).await);
    drop(unit);
    fixture.insert_import_draft(&new_import_draft(bob)).await;
    assert_eq!(fixture.find_import_draft(anns.id).await, Some(anns));
}

pub async fn a_dry_run_is_recorded_until_the_import_begins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let draft = fixture.insert_import_draft(&new_import_draft(ann)).await;
    for outcomes in [RowOutcomes::default(), some_outcomes()] {
        assert!(fixture.record_dry_run(draft.id, &outcomes).await);
        let expected = ImportDraft {
            layout: Some("url=1 slug=0".to_owned()),
            outcomes: Some(outcomes),
            state: DraftState::Tried,
            ..draft.clone()
        };
        let found = fixture.find_import_draft(draft.id).await;
        assert_eq!(found, Some(expected));
    }
    assert!(fixture.claim_import(draft.id).await);
    let begun = fixture.find_import_draft(draft.id).await;
    let begun = begun.unwrap();
    assert_eq!(begun.state, DraftState::Importing);
    let none = RowOutcomes::default();
    assert!(!fixture.record_dry_run(draft.id, &none).await);
    assert_eq!(fixture.find_import_draft(draft.id).await, Some(begun));
    fixture.finish_import(draft.id, Some(some_outcomes())).await;
    assert!(!fixture.record_dry_run(draft.id, &none).await);
}

pub async fn a_draft_that_was_not_tried_is_not_claimed(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let draft = fixture.insert_import_draft(&new_import_draft(ann)).await;
    assert!(!fixture.claim_import(draft.id).await);
    fixture.finish_import(draft.id, Some(some_outcomes())).await;
    assert_eq!(fixture.find_import_draft(draft.id).await, Some(draft));
}

pub async fn one_of_several_concurrent_imports_begins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let id = fixture.insert_import_draft(&new_import_draft(ann)).await.id;
    assert!(fixture.record_dry_run(id, &some_outcomes()).await);
    let claims = (0..8).map(|_| fixture.claim_import(id));
    let claimed = join_all(claims).await.into_iter();
    assert_eq!(claimed.filter(|claimed| *claimed).count(), 1);
}

pub async fn an_import_ends_with_its_outcomes_or_may_begin_again(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let id = fixture.insert_import_draft(&new_import_draft(ann)).await.id;
    assert!(fixture.record_dry_run(id, &some_outcomes()).await);
    let tried = fixture.find_import_draft(id).await;
    assert!(fixture.claim_import(id).await);
    fixture.finish_import(id, None).await;
    assert_eq!(fixture.find_import_draft(id).await, tried);
    assert!(fixture.claim_import(id).await);
    let imported = RowOutcomes::from_iter([None, None, None]);
    fixture.finish_import(id, Some(imported.clone())).await;
    let over = fixture.find_import_draft(id).await.unwrap();
    assert_eq!(over.state, DraftState::Imported);
    assert_eq!(over.outcomes, Some(imported));
    assert!(!fixture.claim_import(id).await);
    fixture.finish_import(id, None).await;
    assert_eq!(fixture.find_import_draft(id).await, Some(over));
}

pub async fn a_draft_is_deleted_by_its_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_import_draft(&new_import_draft(ann)).await;
    let bobs = fixture.insert_import_draft(&new_import_draft(bob)).await;
    for _ in 0..2 {
        fixture.delete_import_draft_of(ann).await;
        assert_eq!(fixture.find_import_draft(anns.id).await, None);
    }
    assert_eq!(fixture.find_import_draft(bobs.id).await, Some(bobs));
}

pub async fn expired_drafts_are_deleted_in_parts(fixture: &StoreFixture) {
    let mut ids = Vec::new();
    for (index, second) in [1, 2, 3, 4].into_iter().enumerate() {
        let owner = fixture.insert_user(&format!("u{index}@example.com")).await;
        let wanted = new_import_draft(owner.id).with(|draft| draft.created_at = moment(second));
        ids.push(fixture.insert_import_draft(&wanted).await.id);
    }
    for expected in [2, 1, 0] {
        let deleted = fixture.delete_import_drafts(moment(3), 2).await;
        assert_eq!(deleted, expected);
    }
    for (id, is_left) in ids.into_iter().zip([false, false, false, true]) {
        assert_eq!(fixture.find_import_draft(id).await.is_some(), is_left);
    }
}

pub async fn drafts_are_deleted_with_their_user(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_import_draft(&new_import_draft(ann)).await;
    let bobs = fixture.insert_import_draft(&new_import_draft(bob)).await;
    assert!(fixture.delete_user(ann).await);
    assert_eq!(fixture.find_import_draft(anns.id).await, None);
    assert_eq!(fixture.find_import_draft(bobs.id).await, Some(bobs));
}

pub async fn the_id_of_a_deleted_draft_is_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_ids_differ(async || {
        let unit = fixture.begin().await;
        let inserted = unit.import_drafts().insert(&new_import_draft(ann)).await;
        let id = inserted.unwrap();
        commit(unit).await;
        fixture.delete_import_draft_of(ann).await;
        id
    })
    .await;
}
