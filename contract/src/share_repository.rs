//! Checks of [`ShareRepository`](korotko_core::ports::ShareRepository).

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_ids_differ, assert_missing, assert_pages, commit, just_after,
    moment, new_global_link, write,
};
use super::given_links::own;
use super::given_shares::new_share;
use super::suite::checks;
use korotko_core::id::{CollectionId, LinkId, ShareId, UserId};
use korotko_core::share::{Share, ShareSubject};

checks! { $ __share_repository_checks, share_repository:
    an_inserted_share_is_found_by_id_and_subject,
    an_unknown_share_is_not_found,
    a_share_of_an_unknown_owner_link_or_collection_is_missing,
    a_second_share_of_a_link_or_a_collection_is_refused,
    a_link_and_a_collection_with_the_same_id_are_shared_independently,
    the_shares_of_an_owner_are_listed_newest_first_page_by_page,
    a_deleted_share_is_not_found_through_any_handle,
    the_share_of_a_link_in_the_trash_stays_until_the_link_is_cleared,
    a_share_is_deleted_with_the_row_of_its_link,
    a_share_is_deleted_with_its_collection,
    shares_are_deleted_with_their_owner,
    the_id_of_a_deleted_share_is_not_reused,
}

/// A link of this owner, to be shared.
async fn link(fixture: &StoreFixture, owner: UserId, slug: &str) -> ShareSubject {
    let link = fixture.insert_link(&new_global_link(owner, slug)).await;
    ShareSubject::Link(link.id)
}

/// A collection of this owner, to be shared.
async fn collection(fixture: &StoreFixture, owner: UserId, name: &str) -> ShareSubject {
    ShareSubject::Collection(fixture.insert_collection(owner, name).await.id)
}

pub async fn an_inserted_share_is_found_by_id_and_subject(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = link(fixture, ann, "promo").await;
    let collection = collection(fixture, ann, "Spring").await;
    for subject in [link, collection] {
        let wanted = new_share(ann, subject).with(|new| new.created_at = just_after(moment(4)));
        let inserted = write(fixture, async |unit| unit.shares().insert(&wanted).await).await;
        let expected = Share {
            id: inserted.id,
            owner: ann,
            subject,
            created_at: wanted.created_at,
        };
        assert_eq!(inserted, expected);
        assert_eq!(fixture.find_share(inserted.id).await, Some(expected));
        assert_eq!(fixture.find_share_of(subject).await, Some(expected));
        let unit = fixture.begin().await;
        let found = unit.shares().find_by_subject(subject).await.unwrap();
        assert_eq!(found, Some(expected));
    }
}

pub async fn an_unknown_share_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let shared = link(fixture, ann, "promo").await;
    let other = link(fixture, ann, "sale").await;
    let known = fixture.insert_share(ann, shared).await;
    for unknown in [ShareId(known.id.0 + 1), ShareId(-1)] {
        assert_eq!(fixture.find_share(unknown).await, None);
        assert!(!fixture.delete_share(unknown).await);
    }
    assert_eq!(fixture.find_share_of(other).await, None);
    assert_eq!(fixture.find_share(known.id).await, Some(known));
}

pub async fn a_share_of_an_unknown_owner_link_or_collection_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = link(fixture, ann, "promo").await;
    for (owner, subject) in [
        (UserId(ann.0 + 1), link),
        (ann, ShareSubject::Link(LinkId(999_999))),
        (ann, ShareSubject::Collection(CollectionId(999_999))),
    ] {
        let unit = fixture.begin().await;
        assert_missing(&unit.shares().insert(&new_share(owner, subject)).await);
    }
}

pub async fn a_second_share_of_a_link_or_a_collection_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = link(fixture, ann, "promo").await;
    let collection = collection(fixture, ann, "Spring").await;
    for subject in [link, collection] {
        let first = fixture.insert_share(ann, subject).await;
        let unit = fixture.begin().await;
        assert_conflict(&unit.shares().insert(&new_share(ann, subject)).await);
        drop(unit);
        assert_eq!(fixture.find_share_of(subject).await, Some(first));
        assert!(fixture.delete_share(first.id).await);
        fixture.insert_share(ann, subject).await;
    }
}

pub async fn a_link_and_a_collection_with_the_same_id_are_shared_independently(
    fixture: &StoreFixture,
) {
    let ann = fixture.ann().await;
    let mut subjects = Vec::new();
    for number in 0..3 {
        subjects.push(link(fixture, ann, &format!("promo{number}")).await);
        subjects.push(collection(fixture, ann, &format!("Spring {number}")).await);
    }
    let mut shares = Vec::new();
    for subject in &subjects {
        shares.push(fixture.insert_share(ann, *subject).await);
    }
    for (subject, share) in subjects.into_iter().zip(shares) {
        assert_eq!(fixture.find_share_of(subject).await, Some(share));
    }
}

pub async fn the_shares_of_an_owner_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut anns = Vec::new();
    for slug in ["one", "two", "three"] {
        let link = link(fixture, ann, slug).await;
        anns.push(fixture.insert_share(ann, link).await);
    }
    let link = link(fixture, bob, "four").await;
    let bobs = vec![fixture.insert_share(bob, link).await];
    anns.reverse();
    for (owner, expected) in [(ann, &anns), (bob, &bobs), (UserId(bob.0 + 1), &vec![])] {
        assert_pages(
            expected,
            |share| share.id,
            async |after, limit| fixture.list_shares(owner, after, limit).await,
        )
        .await;
    }
    assert!(fixture.delete_share(anns[1].id).await);
    let listed = fixture.list_shares(ann, Some(anns[1].id), u32::MAX).await;
    assert_eq!(listed, anns[2..]);
}

pub async fn a_deleted_share_is_not_found_through_any_handle(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = link(fixture, ann, "promo").await;
    let share = fixture.insert_share(ann, link).await;
    let other = fixture.other.shares();
    let known = other.find_by_id(share.id).await.unwrap();
    assert_eq!(known, Some(share));
    assert!(fixture.delete_share(share.id).await);
    assert!(!fixture.delete_share(share.id).await);
    assert_eq!(other.find_by_id(share.id).await.unwrap(), None);
    assert_eq!(other.find_by_subject(link).await.unwrap(), None);
    assert_eq!(fixture.list_shares(ann, None, 9).await, []);
}

pub async fn the_share_of_a_link_in_the_trash_stays_until_the_link_is_cleared(
    fixture: &StoreFixture,
) {
    let ann = fixture.ann().await;
    let mut shares = Vec::new();
    for slug in ["cleared", "kept"] {
        let link = fixture.insert_link(&own(ann, slug)).await;
        let share = fixture.insert_share(ann, ShareSubject::Link(link.id)).await;
        let deleted_at = if slug == "kept" { moment(6) } else { moment(5) };
        fixture.set_deleted(&link, Some(deleted_at)).await;
        shares.push(share);
    }
    for share in &shares {
        assert_eq!(fixture.find_share(share.id).await, Some(*share));
    }
    let clear = write(fixture, async |unit| {
        unit.tombstones().clear(moment(5), 9).await
    });
    assert_eq!(clear.await, 1);
    assert_eq!(fixture.find_share(shares[0].id).await, None);
    assert_eq!(fixture.find_share(shares[1].id).await, Some(shares[1]));
}

pub async fn a_share_is_deleted_with_the_row_of_its_link(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "promo")).await;
    let share = fixture.insert_share(ann, ShareSubject::Link(link.id)).await;
    fixture.set_deleted(&link, Some(moment(5))).await;
    assert_eq!(fixture.delete_tombstones(moment(5)).await, 1);
    assert_eq!(fixture.find_share(share.id).await, None);
    assert_eq!(fixture.find_share_of(share.subject).await, None);
}

pub async fn a_share_is_deleted_with_its_collection(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let gone = fixture.insert_collection(ann, "Spring").await.id;
    let kept = collection(fixture, ann, "Summer").await;
    let share = fixture
        .insert_share(ann, ShareSubject::Collection(gone))
        .await;
    let other = fixture.insert_share(ann, kept).await;
    let deleted = write(fixture, async |unit| unit.collections().delete(gone).await);
    assert!(deleted.await);
    assert_eq!(fixture.find_share(share.id).await, None);
    assert_eq!(fixture.list_shares(ann, None, 9).await, [other]);
}

pub async fn shares_are_deleted_with_their_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = [
        link(fixture, ann, "a").await,
        collection(fixture, ann, "Spring").await,
    ];
    for subject in anns {
        fixture.insert_share(ann, subject).await;
    }
    let bobs = link(fixture, bob, "b").await;
    let bobs = fixture.insert_share(bob, bobs).await;
    assert!(fixture.delete_user(ann).await);
    assert_eq!(fixture.list_shares(ann, None, 9).await, []);
    for subject in anns {
        assert_eq!(fixture.find_share_of(subject).await, None);
    }
    assert_eq!(fixture.list_shares(bob, None, 9).await, [bobs]);
}

pub async fn the_id_of_a_deleted_share_is_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_share(ann, link(fixture, ann, "promo").await);
    assert_ids_differ(async || {
        let unit = fixture.begin().await;
        let id = unit.shares().insert(&wanted).await.unwrap().id;
        commit(unit).await;
        assert!(fixture.delete_share(id).await);
        id
    })
    .await;
}
