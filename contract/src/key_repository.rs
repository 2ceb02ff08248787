//! Checks of [`KeyRepository`](korotko_core::ports::KeyRepository).

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_pages, commit, just_after,
    just_before, moment, write,
};
use super::given_keys::{hash, new_key};
use super::suite::checks;
use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyScope, KeyScopes};

checks! { $ __key_repository_checks, key_repository:
    an_inserted_key_is_found,
    every_scope_is_stored,
    a_key_without_an_end_stays_without_one,
    an_unknown_key_is_not_found,
    a_key_of_an_unknown_owner_is_missing,
    a_hash_that_exists_is_refused,
    the_keys_of_an_owner_or_of_all_are_listed_newest_first_page_by_page,
    a_use_is_recorded,
    a_use_soon_after_another_is_not_recorded,
    one_of_several_concurrent_uses_is_recorded,
    the_use_of_an_unknown_key_is_not_recorded,
    a_deleted_key_is_not_found_through_any_handle,
    all_keys_of_an_owner_are_deleted,
    keys_are_deleted_with_their_owner,
    the_id_of_a_deleted_key_is_not_reused,
}

pub async fn an_inserted_key_is_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_key(ann, 1).with(|key| {
        key.expires_at = Some(just_before(moment(9)));
        key.created_at = just_after(moment(4));
    });
    let inserted = fixture.insert_key(&wanted).await;
    let expected = ApiKey {
        id: inserted.id,
        owner: ann,
        name: wanted.name,
        prefix: wanted.prefix,
        scopes: wanted.scopes,
        expires_at: wanted.expires_at,
        last_used_at: None,
        created_at: wanted.created_at,
    };
    assert_eq!(inserted, expected);
    assert_eq!(
        fixture.find_key(inserted.id).await.as_ref(),
        Some(&expected)
    );
    assert_eq!(fixture.find_key_by_hash(1).await, Some(expected.clone()));
    let unit = fixture.begin().await;
    let found = unit.keys().find_by_hash(&hash(1)).await.unwrap();
    assert_eq!(found, Some(expected));
}

pub async fn every_scope_is_stored(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut number = 0;
    let alone = KeyScope::ALL.map(|scope| vec![scope]);
    for scopes in alone.into_iter().chain([KeyScope::ALL.to_vec()]) {
        number += 1;
        let scopes = KeyScopes::new(&scopes);
        let wanted = new_key(ann, number).with(|key| key.scopes = scopes.clone());
        let inserted = fixture.insert_key(&wanted).await;
        assert_eq!(inserted.scopes, scopes);
        assert_eq!(fixture.find_key(inserted.id).await, Some(inserted));
    }
}

pub async fn a_key_without_an_end_stays_without_one(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let key = fixture.insert_key(&new_key(ann, 1)).await;
    assert_eq!(key.expires_at, None);
    assert_eq!(fixture.find_key(key.id).await, Some(key));
}

pub async fn an_unknown_key_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let known = fixture.insert_key(&new_key(ann, 1)).await;
    for unknown in [KeyId(known.id.0 + 1), KeyId(-1)] {
        assert_eq!(fixture.find_key(unknown).await, None);
        assert!(!fixture.delete_key(unknown).await);
    }
    for unknown in [0, 2, 255] {
        assert_eq!(fixture.find_key_by_hash(unknown).await, None);
    }
    assert_eq!(fixture.find_key_by_hash(1).await, Some(known));
}

pub async fn a_key_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_key(UserId(ann.0 + 1), 1);
    assert_missing(&unit.keys().insert(&wanted).await);
}

pub async fn a_hash_that_exists_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_key(&new_key(ann, 1)).await;
    for owner in [ann, bob] {
        let unit = fixture.begin().await;
        assert_conflict(&unit.keys().insert(&new_key(owner, 1)).await);
    }
    assert_eq!(fixture.find_key_by_hash(1).await, Some(anns));
}

pub async fn the_keys_of_an_owner_or_of_all_are_listed_newest_first_page_by_page(
    fixture: &StoreFixture,
) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut anns = fixture.insert_keys(ann, 1..=3).await;
    let bobs = fixture.insert_keys(bob, 4..=4).await;
    anns.reverse();
    let all = [&*bobs, &*anns].concat();
    for (owner, expected) in [
        (Some(ann), &anns),
        (Some(bob), &bobs),
        (Some(UserId(bob.0 + 1)), &vec![]),
        (None, &all),
    ] {
        assert_pages(
            expected,
            |key| key.id,
            async |after, limit| fixture.list_keys(owner, after, limit).await,
        )
        .await;
    }
    assert!(fixture.delete_key(anns[1].id).await);
    let listed = fixture.list_keys(Some(ann), Some(anns[1].id), 9).await;
    assert_eq!(listed, anns[2..]);
}

pub async fn a_use_is_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = fixture.insert_keys(ann, 1..=2).await;
    for at in [just_after(moment(7)), moment(90)] {
        assert!(fixture.record_use(both[0].id, at, at - MINUTE).await);
        let used = both[0].clone().with(|key| key.last_used_at = Some(at));
        assert_eq!(fixture.find_key(used.id).await.as_ref(), Some(&used));
        assert_eq!(fixture.find_key_by_hash(1).await, Some(used));
    }
    assert_eq!(fixture.find_key_by_hash(2).await.as_ref(), Some(&both[1]));
}

pub async fn a_use_soon_after_another_is_not_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let key = fixture.insert_key(&new_key(ann, 1)).await;
    let first = moment(0);
    assert!(fixture.record_use(key.id, first, first - MINUTE).await);
    for (unless_after, recorded) in [
        (just_before(first), false),
        (first - MINUTE, false),
        (first, true),
    ] {
        let at = unless_after + MINUTE;
        let answer = fixture.record_use(key.id, at, unless_after).await;
        assert_eq!(answer, recorded, "{unless_after}");
        let last = if recorded { at } else { first };
        let found = fixture.find_key(key.id).await.unwrap();
        assert_eq!(found.last_used_at, Some(last));
    }
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);

pub async fn one_of_several_concurrent_uses_is_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let key = fixture.insert_key(&new_key(ann, 1)).await;
    let uses = (0..8).map(|second| fixture.record_use(key.id, moment(second), moment(-60)));
    let recorded = join_all(uses).await.into_iter();
    assert_eq!(recorded.filter(|recorded| *recorded).count(), 1);
}

pub async fn the_use_of_an_unknown_key_is_not_recorded(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let key = fixture.insert_key(&new_key(ann, 1)).await;
    let unknown = KeyId(key.id.0 + 1);
    assert!(!fixture.record_use(unknown, moment(9), moment(8)).await);
    assert_eq!(fixture.find_key(key.id).await, Some(key));
}

pub async fn a_deleted_key_is_not_found_through_any_handle(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let both = fixture.insert_keys(ann, 1..=2).await;
    let other = fixture.other.keys();
    let known = other.find_by_hash(&hash(1)).await.unwrap();
    assert_eq!(known.as_ref(), Some(&both[0]));
    assert!(fixture.delete_key(both[0].id).await);
    assert!(!fixture.delete_key(both[0].id).await);
    assert_eq!(other.find_by_hash(&hash(1)).await.unwrap(), None);
    assert_eq!(fixture.find_key_by_hash(1).await, None);
    assert_eq!(fixture.find_key(both[0].id).await, None);
    assert_eq!(fixture.list_keys(Some(ann), None, 9).await, both[1..]);
}

fn ids(keys: &[ApiKey]) -> Vec<KeyId> {
    sorted(keys.iter().map(|key| key.id).collect())
}

fn sorted(mut ids: Vec<KeyId>) -> Vec<KeyId> {
    ids.sort_unstable();
    ids
}

pub async fn all_keys_of_an_owner_are_deleted(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_keys(ann, 1..=3).await;
    let bobs = fixture.insert_keys(bob, 4..=4).await;
    for expected in [ids(&anns), vec![]] {
        let deleted = write(fixture, async |unit| unit.keys().delete_by_owner(ann).await).await;
        assert_eq!(sorted(deleted), expected);
    }
    for number in 1..=3 {
        assert_eq!(fixture.find_key_by_hash(number).await, None);
    }
    assert_eq!(fixture.list_keys(Some(ann), None, 9).await, []);
    assert_eq!(fixture.list_keys(Some(bob), None, 9).await, bobs);
    let unit = fixture.begin().await;
    assert_eq!(unit.keys().delete_by_owner(bob).await.unwrap(), ids(&bobs));
    drop(unit);
    assert_eq!(fixture.list_keys(Some(bob), None, 9).await, bobs);
}

pub async fn keys_are_deleted_with_their_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_keys(ann, 1..=2).await;
    let bobs = fixture.insert_keys(bob, 3..=3).await;
    assert!(fixture.delete_user(ann).await);
    for key in anns {
        assert_eq!(fixture.find_key(key.id).await, None);
    }
    assert_eq!(fixture.find_key_by_hash(1).await, None);
    assert_eq!(fixture.list_keys(Some(ann), None, 9).await, []);
    assert_eq!(fixture.list_keys(Some(bob), None, 9).await, bobs);
}

pub async fn the_id_of_a_deleted_key_is_not_reused(fixture: &StoreFixture) {
    let wanted = new_key(fixture.ann().await, 1);
    assert_ids_differ(async || {
        let unit = fixture.begin().await;
        let id = unit.keys().insert(&wanted).await.unwrap().id;
        commit(unit).await;
        assert!(fixture.delete_key(id).await);
        id
    })
    .await;
}
