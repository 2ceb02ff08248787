//! Checks of [`EmailChangeRepository`](korotko_core::ports::EmailChangeRepository), and that of concurrent changes to one address one is
//! made.

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_one_wins, email, just_after,
    just_before, moment,
};
use super::given_email_changes::{completed, new_email_change};
use super::suite::checks;
use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::user::EmailChange;

checks! { $ __email_change_repository_checks, email_change_repository:
    an_inserted_change_is_pending_and_found,
    an_unknown_change_is_not_found,
    a_change_of_an_unknown_user_is_missing,
    a_second_pending_change_of_a_user_is_refused,
    of_concurrent_changes_of_a_user_one_is_inserted,
    several_users_may_change_to_one_address,
    a_confirmation_is_written,
    an_update_of_an_unknown_change_is_missing,
    a_complete_change_is_not_pending_and_makes_room_for_another,
    the_pending_change_of_a_user_is_deleted_alone,
    changes_are_deleted_with_their_user,
    changes_requested_until_a_moment_are_deleted_in_parts,
    the_id_of_a_deleted_change_is_not_reused,
    of_concurrent_users_who_change_to_one_address_one_gets_it,
}

pub async fn an_inserted_change_is_pending_and_found(fixture: &StoreFixture) {
    let new = new_email_change(fixture.ann().await, "Anna@Bücher.example").with(|new| {
        new.old_email = email("Ann@Example.com");
        new.token_epoch = i64::MAX;
        new.created_at = just_after(moment(4));
    });
    let inserted = fixture.insert_email_change(&new).await;
    let expected = EmailChange {
        id: inserted.id,
        user: new.user,
        old_email: new.old_email,
        new_email: new.new_email,
        token_epoch: i64::MAX,
        confirmed_by_old_at: None,
        confirmed_by_new_at: None,
        created_at: new.created_at,
    };
    assert_eq!(inserted, expected);
    let found = fixture.find_email_change(inserted.id).await;
    assert_eq!(found.as_ref(), Some(&expected));
    let pending = fixture.find_pending_email_change(new.user).await;
    assert_eq!(pending.as_ref(), Some(&expected));
    let elsewhere = fixture.other.email_changes().find_by_id(inserted.id).await;
    assert_eq!(elsewhere.unwrap(), Some(expected.clone()));
    let unit = fixture.begin().await;
    let found = unit.email_changes().find_pending(new.user).await;
    assert_eq!(found.unwrap(), Some(expected));
}

pub async fn an_unknown_change_is_not_found(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let known = fixture
        .insert_email_change(&new_email_change(ann, "new@example.com"))
        .await;
    for unknown in [EmailChangeId(known.id.0 + 1), EmailChangeId(-1)] {
        assert_eq!(fixture.find_email_change(unknown).await, None);
    }
    assert_eq!(fixture.find_pending_email_change(bob).await, None);
    assert!(!fixture.delete_pending_email_change(bob).await);
    assert_eq!(fixture.find_email_change(known.id).await, Some(known));
}

pub async fn a_change_of_an_unknown_user_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let new = new_email_change(UserId(ann.0 + 1), "new@example.com");
    assert_missing(&unit.email_changes().insert(&new).await);
}

pub async fn a_second_pending_change_of_a_user_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let first = new_email_change(ann, "new@example.com");
    let first = fixture.insert_email_change(&first).await;
    // It is pending until both addresses have confirmed it.
    let half = first
        .clone()
        .with(|change| change.confirmed_by_new_at = Some(moment(1)));
    for change in [&first, &half] {
        fixture.update_email_change(change).await;
        let unit = fixture.begin().await;
        let second = new_email_change(ann, "other@example.com");
        assert_conflict(&unit.email_changes().insert(&second).await);
    }
    let bobs = new_email_change(bob, "other@example.com");
    fixture.insert_email_change(&bobs).await;
    assert_eq!(fixture.find_pending_email_change(ann).await, Some(half));
}

pub async fn of_concurrent_changes_of_a_user_one_is_inserted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let addresses = ["a@example.com", "b@example.com", "c@example.com"];
    assert_one_wins(fixture, addresses, async |unit, address| {
        let new = new_email_change(ann, address);
        unit.email_changes().insert(&new).await
    })
    .await;
}

pub async fn several_users_may_change_to_one_address(fixture: &StoreFixture) {
    for user in fixture.ann_and_bob().await {
        let new = new_email_change(user, "new@example.com");
        let change = fixture.insert_email_change(&new).await;
        assert_eq!(fixture.find_pending_email_change(user).await, Some(change));
    }
}

pub async fn a_confirmation_is_written(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let new = new_email_change(bob, "other@example.com");
    let bobs = fixture.insert_email_change(&new).await;
    let new = new_email_change(ann, "new@example.com");
    let mut change = fixture.insert_email_change(&new).await;
    change.confirmed_by_old_at = Some(just_after(moment(1)));
    fixture.update_email_change(&change).await;
    let found = fixture.find_pending_email_change(ann).await;
    assert_eq!(found.as_ref(), Some(&change));
    change.confirmed_by_new_at = Some(just_before(moment(3)));
    fixture.update_email_change(&change).await;
    let found = fixture.find_email_change(change.id).await;
    assert_eq!(found, Some(change));
    assert_eq!(fixture.find_email_change(bobs.id).await, Some(bobs));
}

pub async fn an_update_of_an_unknown_change_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let new = new_email_change(ann, "new@example.com");
    let change = fixture.insert_email_change(&new).await;
    assert!(fixture.delete_pending_email_change(ann).await);
    let unit = fixture.begin().await;
    assert_missing(&unit.email_changes().update(&completed(&change)).await);
}

pub async fn a_complete_change_is_not_pending_and_makes_room_for_another(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut done = Vec::new();
    for address in ["a@example.com", "b@example.com"] {
        let new = new_email_change(ann, address);
        let change = completed(&fixture.insert_email_change(&new).await);
        fixture.update_email_change(&change).await;
        assert_eq!(fixture.find_pending_email_change(ann).await, None);
        done.push(change);
    }
    let new = new_email_change(ann, "c@example.com");
    let pending = fixture.insert_email_change(&new).await;
    let found = fixture.find_pending_email_change(ann).await;
    assert_eq!(found, Some(pending));
    for change in done {
        assert_eq!(fixture.find_email_change(change.id).await, Some(change));
    }
}

pub async fn the_pending_change_of_a_user_is_deleted_alone(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let new = new_email_change(ann, "a@example.com");
    let done = completed(&fixture.insert_email_change(&new).await);
    fixture.update_email_change(&done).await;
    let new = new_email_change(ann, "b@example.com");
    let pending = fixture.insert_email_change(&new).await;
    let new = new_email_change(bob, "c@example.com");
    let bobs = fixture.insert_email_change(&new).await;
    assert!(fixture.delete_pending_email_change(ann).await);
    assert!(!fixture.delete_pending_email_change(ann).await);
    assert_eq!(fixture.find_email_change(pending.id).await, None);
    for kept in [done, bobs] {
        assert_eq!(fixture.find_email_change(kept.id).await, Some(kept));
    }
}

pub async fn changes_are_deleted_with_their_user(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let new = new_email_change(ann, "a@example.com");
    let done = completed(&fixture.insert_email_change(&new).await);
    fixture.update_email_change(&done).await;
    let new = new_email_change(ann, "b@example.com");
    let pending = fixture.insert_email_change(&new).await;
    let new = new_email_change(bob, "b@example.com");
    let bobs = fixture.insert_email_change(&new).await;
    assert!(fixture.delete_user(ann).await);
    for gone in [done.id, pending.id] {
        assert_eq!(fixture.find_email_change(gone).await, None);
    }
    assert_eq!(fixture.find_email_change(bobs.id).await, Some(bobs));
}

pub async fn changes_requested_until_a_moment_are_deleted_in_parts(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut ids = Vec::new();
    for created_at in [
        just_before(moment(5)),
        moment(5),
        moment(1),
        just_after(moment(5)),
    ] {
        let new = new_email_change(ann, "new@example.com");
        let new = new.with(|new| new.created_at = created_at);
        let change = completed(&fixture.insert_email_change(&new).await);
        fixture.update_email_change(&change).await;
        ids.push(change.id);
    }
    let young = ids.pop().unwrap();
    for expected in [2, 1, 0] {
        let deleted = fixture.delete_email_changes(moment(5), 2).await;
        assert_eq!(deleted, expected);
    }
    for id in ids {
        assert_eq!(fixture.find_email_change(id).await, None);
    }
    assert!(fixture.find_email_change(young).await.is_some());
    // Pending ones, too.
    let new = new_email_change(ann, "new@example.com");
    fixture.insert_email_change(&new).await;
    assert_eq!(fixture.delete_email_changes(moment(0), 9).await, 1);
}

pub async fn the_id_of_a_deleted_change_is_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_ids_differ(async || {
        let new = new_email_change(ann, "new@example.com");
        let id = fixture.insert_email_change(&new).await.id;
        assert!(fixture.delete_pending_email_change(ann).await);
        id
    })
    .await;
}

pub async fn of_concurrent_users_who_change_to_one_address_one_gets_it(fixture: &StoreFixture) {
    let mut users = Vec::new();
    for name in ["ann", "bob", "carol", "dan"] {
        let user = fixture.insert_user(&format!("{name}@example.com")).await;
        users.push(user.with(|user| user.email = email("New@example.com")));
    }
    assert_one_wins(fixture, users, async |unit, user| {
        unit.users().update(&user).await
    })
    .await;
}
