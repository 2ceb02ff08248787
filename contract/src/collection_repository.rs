//! Checks of [`CollectionRepository`](korotko_core::ports::CollectionRepository), apart from its lists.

use futures_util::future::{join, join_all};

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_one_wins, commit, give_way,
    just_after, moment, write,
};
use super::given_links::{ids, name, new_collection, own};
use super::suite::checks;
use korotko_core::Revision;
use korotko_core::collection::{Collection, CollectionName, Description};
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::{InsertCollection, Membership};

checks! { $ __collection_repository_checks, collection_repository:
    an_inserted_collection_is_empty_and_found,
    an_unknown_collection_is_not_found,
    a_collection_of_an_unknown_owner_is_missing,
    a_taken_name_is_refused_in_any_case,
    names_that_differ_beyond_case_are_distinct,
    each_owner_has_their_own_names,
    one_of_several_concurrent_inserts_of_a_name_wins,
    an_update_writes_name_description_and_revision_alone,
    an_update_of_an_unknown_collection_is_missing,
    an_update_to_a_taken_name_is_refused,
    a_collection_may_change_the_case_of_its_name,
    a_former_name_is_free,
    concurrent_changes_of_one_collection_lose_nothing,
    additions_to_a_locked_collection_wait,
    concurrent_additions_to_a_locked_collection_keep_its_limit,
    links_are_counted_without_deleted_ones,
    deleting_a_collection_removes_memberships_and_keeps_links,
    the_id_of_a_deleted_collection_is_not_reused,
}

fn description(text: &str) -> Option<Description> {
    Description::parse(text).map(Some).unwrap()
}

pub async fn an_inserted_collection_is_empty_and_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = InsertCollection {
        owner: ann,
        name: name("Весна 🌱 'q' \"q\" %_\\"),
        description: description("Two\nlines, ‘quoted’"),
        created_at: just_after(moment(4)),
    };
    let inserted = write(fixture, async |unit| {
        unit.collections().insert(&wanted).await
    })
    .await;
    let expected = Collection {
        id: inserted.id,
        owner: ann,
        name: wanted.name,
        description: wanted.description,
        links: 0,
        created_at: wanted.created_at,
        updated_at: wanted.created_at,
        revision: Revision::FIRST,
    };
    assert_eq!(inserted, expected);
    let found = fixture.find_collection(inserted.id).await;
    assert_eq!(found, Some(expected));
    let longest = "Ы".repeat(CollectionName::MAX_CHARS);
    let mut bare = fixture.insert_collection(ann, &longest).await;
    assert_eq!(bare.description, None);
    assert_eq!(fixture.find_collection(bare.id).await, Some(bare.clone()));
    bare.description = description(&"Ы\n".repeat(Description::MAX_CHARS / 2 - 1));
    fixture.update_collection(&bare).await;
    assert_eq!(fixture.find_collection(bare.id).await, Some(bare));
}

pub async fn an_unknown_collection_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await;
    let unit = fixture.begin().await;
    for unknown in [CollectionId(collection.id.0 + 1), CollectionId(-1)] {
        let collections = unit.collections();
        assert_eq!(collections.find_by_id(unknown).await.unwrap(), None);
        assert_eq!(collections.find_for_update(unknown).await.unwrap(), None);
        assert!(!collections.delete(unknown).await.unwrap());
    }
    let found = unit.collections().find_for_update(collection.id).await;
    assert_eq!(found.unwrap(), Some(collection));
}

pub async fn a_collection_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_collection(UserId(ann.0 + 1), "Spring");
    assert_missing(&unit.collections().insert(&wanted).await);
}

pub async fn a_taken_name_is_refused_in_any_case(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    for (first, taken) in [
        ("Spring", "Spring"),
        ("summer", "SUMMER"),
        ("Ёлки 2027", "ёЛКИ 2027"),
        ("Ёж", "Е\u{308}Ж"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
    ] {
        let collection = fixture.insert_collection(ann, first).await;
        let unit = fixture.begin().await;
        let taken = new_collection(ann, taken);
        assert_conflict(&unit.collections().insert(&taken).await);
        drop(unit);
        assert_eq!(
            fixture.find_collection(collection.id).await,
            Some(collection)
        );
    }
}

pub async fn names_that_differ_beyond_case_are_distinct(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    for called in [
        "Ёлка", "Елка", "a", "á", "ab", "a b", "a  b", "a_b", "axb", "a%", "%", "_",
    ] {
        let collection = fixture.insert_collection(ann, called).await;
        let found = fixture.find_collection(collection.id).await.unwrap();
        assert_eq!(found.name.as_str(), called);
    }
}

pub async fn each_owner_has_their_own_names(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_collection(ann, "Spring").await;
    let bobs = fixture.insert_collection(bob, "Spring").await;
    assert_eq!(fixture.find_collection(anns.id).await, Some(anns));
    assert_eq!(fixture.find_collection(bobs.id).await, Some(bobs));
}

pub async fn one_of_several_concurrent_inserts_of_a_name_wins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let names = ["Весна", "ВЕСНА"].repeat(4);
    assert_one_wins(fixture, names, async |unit, called| {
        unit.collections()
            .insert(&new_collection(ann, called))
            .await
    })
    .await;
}

pub async fn an_update_writes_name_description_and_revision_alone(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let other = fixture.insert_collection(ann, "Other").await;
    let first = fixture.insert_collection(ann, "Spring").await;
    let changed = Collection {
        id: first.id,
        owner: bob,
        name: name("Лето"),
        description: description("What\tfor"),
        links: 99,
        created_at: moment(99),
        updated_at: just_after(moment(7)),
        revision: Revision(9),
    };
    fixture.update_collection(&changed).await;
    let expected = Collection {
        owner: ann,
        links: 0,
        created_at: first.created_at,
        ..changed
    };
    assert_eq!(fixture.find_collection(first.id).await, Some(expected));
    fixture.update_collection(&first).await;
    assert_eq!(fixture.find_collection(first.id).await, Some(first));
    assert_eq!(fixture.find_collection(other.id).await, Some(other));
}

pub async fn an_update_of_an_unknown_collection_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await;
    assert!(fixture.delete_collection(collection.id).await);
    let unit = fixture.begin().await;
    assert_missing(&unit.collections().update(&collection).await);
    drop(unit);
    assert_eq!(fixture.find_collection(collection.id).await, None);
}

pub async fn an_update_to_a_taken_name_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_collection(ann, "Весна").await;
    let summer = fixture.insert_collection(ann, "Лето").await;
    for taken in ["Весна", "вЕСНА"] {
        let renamed = summer
            .clone()
            .with(|collection| collection.name = name(taken));
        let unit = fixture.begin().await;
        assert_conflict(&unit.collections().update(&renamed).await);
    }
    let found = fixture.find_collection(summer.id).await;
    assert_eq!(found, Some(summer));
}

pub async fn a_collection_may_change_the_case_of_its_name(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut collection = fixture.insert_collection(ann, "весна").await;
    collection.name = name("ВЕСНА");
    fixture.update_collection(&collection).await;
    let found = fixture.find_collection(collection.id).await;
    assert_eq!(found, Some(collection));
}

pub async fn a_former_name_is_free(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut collection = fixture.insert_collection(ann, "Spring").await;
    collection.name = name("Summer");
    fixture.update_collection(&collection).await;
    fixture.insert_collection(ann, "Spring").await;
    assert!(fixture.delete_collection(collection.id).await);
    fixture.insert_collection(ann, "Summer").await;
}

pub async fn concurrent_changes_of_one_collection_lose_nothing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let id = fixture.insert_collection(ann, "Spring").await.id;
    let changes = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let locked = unit.collections().find_for_update(id).await.unwrap();
        let mut locked = locked.unwrap();
        locked.revision = locked.revision.next();
        give_way().await;
        unit.collections().update(&locked).await.unwrap();
        commit(unit).await;
    });
    join_all(changes).await;
    let found = fixture.find_collection(id).await.unwrap();
    assert_eq!(found.revision, Revision(9));
}

/// An empty collection, and links that are in none.
async fn collection_and_links(
    fixture: &StoreFixture,
    number: usize,
) -> (CollectionId, Vec<LinkId>) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..number).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = fixture.insert_links(&links).await;
    let collection = fixture.insert_collection(ann, "Spring").await;
    (collection.id, ids(&links))
}

/// The unit that has locked the collection counts the same repeatedly, while another unit tries to add to it without locking
/// it.
pub async fn additions_to_a_locked_collection_wait(fixture: &StoreFixture) {
    let (id, links) = collection_and_links(fixture, 1).await;
    let unit = fixture.begin().await;
    unit.collections().find_for_update(id).await.unwrap();
    let counting = async {
        for _ in 0..50 {
            assert_eq!(unit.memberships().count(id).await.unwrap(), 0);
            give_way().await;
        }
        commit(unit).await;
    };
    let ((), new) = join(counting, fixture.join(id, &links)).await;
    assert_eq!(new, 1);
    assert_eq!(fixture.count_members(id).await, 1);
}

pub async fn concurrent_additions_to_a_locked_collection_keep_its_limit(fixture: &StoreFixture) {
    let (collection, links) = collection_and_links(fixture, 8).await;
    let additions = links.into_iter().map(|link| async move {
        let unit = fixture.begin().await;
        let locked = unit.collections().find_for_update(collection).await;
        locked.unwrap().unwrap();
        give_way().await;
        let membership = Membership { collection, link };
        let memberships = unit.memberships();
        assert_eq!(memberships.insert(&[membership]).await.unwrap(), 1);
        if memberships.count(collection).await.unwrap() <= 3 {
            commit(unit).await;
        }
    });
    join_all(additions).await;
    assert_eq!(fixture.count_members(collection).await, 3);
}

pub async fn links_are_counted_without_deleted_ones(fixture: &StoreFixture) {
    let (id, links) = collection_and_links(fixture, 3).await;
    fixture.join(id, &links).await;
    let link = fixture.find_link(links[0]).await.unwrap();
    let mut expired = fixture.find_link(links[1]).await.unwrap();
    expired.expires_at = Some(moment(1));
    fixture.update_link(&expired).await;
    for (deleted_at, expected) in [(None, 3), (Some(moment(5)), 2), (None, 3)] {
        fixture.set_deleted(&link, deleted_at).await;
        let found = fixture.find_collection(id).await.unwrap();
        assert_eq!(found.links, expected);
        let unit = fixture.begin().await;
        let collections = unit.collections();
        let locked = collections.find_for_update(id).await.unwrap();
        assert_eq!(locked.unwrap().links, expected);
    }
}

pub async fn deleting_a_collection_removes_memberships_and_keeps_links(fixture: &StoreFixture) {
    let (id, links) = collection_and_links(fixture, 2).await;
    let owner = fixture.find_collection(id).await.unwrap().owner;
    let other = fixture.insert_collection(owner, "Other").await.id;
    fixture.join(id, &links).await;
    fixture.join(other, &links[..1]).await;
    assert!(fixture.delete_collection(id).await);
    assert!(!fixture.delete_collection(id).await);
    assert_eq!(fixture.find_collection(id).await, None);
    assert_eq!(fixture.count_members(id).await, 0);
    assert_eq!(fixture.collections_of(links[0]).await, [other]);
    for link in links {
        let link = fixture.find_link(link).await.unwrap();
        assert_eq!(link.deleted_at, None);
    }
}

pub async fn the_id_of_a_deleted_collection_is_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_ids_differ(async || {
        let id = fixture.insert_collection(ann, "Spring").await.id;
        fixture.delete_collection(id).await;
        id
    })
    .await;
}
