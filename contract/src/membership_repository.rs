//! Checks of [`MembershipRepository`](korotko_core::ports::MembershipRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{assert_missing, commit, moment, new_global_link};
use super::given_links::{ids, insert_all, own};
use super::suite::checks;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::Membership;

checks! { $ __membership_repository_checks, membership_repository:
    memberships_are_listed_by_link_and_then_by_collection,
    an_insert_returns_how_many_memberships_are_new,
    inserting_no_memberships_is_no_error,
    one_of_several_concurrent_inserts_of_a_membership_is_new,
    units_that_add_in_opposite_orders_do_not_deadlock,
    a_membership_of_an_unknown_collection_or_link_is_missing,
    a_deletion_returns_whether_the_membership_existed,
    a_restored_link_has_its_memberships,
    memberships_are_removed_with_the_row_of_their_link,
    a_thousand_memberships_fit_into_one_call,
}

/// A user with three links and three collections.
async fn given(fixture: &StoreFixture) -> (UserId, Vec<Link>, Vec<CollectionId>) {
    let ann = fixture.ann().await;
    let links = ["a", "b", "d"].map(|slug| own(ann, slug));
    let links = fixture.insert_links(&links).await;
    let mut collections = Vec::new();
    for called in ["a", "b", "d"] {
        collections.push(fixture.insert_collection(ann, called).await.id);
    }
    (ann, links, collections)
}

async fn list(fixture: &StoreFixture, links: &[LinkId]) -> Vec<Membership> {
    let listed = fixture.store.memberships().list_by_links(links).await;
    listed.unwrap()
}

pub async fn memberships_are_listed_by_link_and_then_by_collection(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let links = ids(&links);
    let [a, b, d] = links[..] else {
        panic!("there are three");
    };
    fixture.join(collections[2], &[d, a]).await;
    fixture.join(collections[0], &[a, b]).await;
    fixture.join(collections[1], &[a]).await;
    let of = |index: usize, link| Membership {
        collection: collections[index],
        link,
    };
    let all = [of(0, a), of(1, a), of(2, a), of(0, b), of(2, d)];
    assert_eq!(list(fixture, &[d, b, a]).await, all);
    assert_eq!(
        list(fixture, &[d, a]).await,
        [of(0, a), of(1, a), of(2, a), of(2, d)]
    );
    assert_eq!(list(fixture, &[LinkId(d.0 + 1), b]).await, [of(0, b)]);
    assert_eq!(list(fixture, &[LinkId(d.0 + 1)]).await, []);
}

pub async fn an_insert_returns_how_many_memberships_are_new(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let links = ids(&links);
    assert_eq!(fixture.join(collections[0], &links[..2]).await, 2);
    assert_eq!(fixture.join(collections[0], &links[..2]).await, 0);
    assert_eq!(fixture.join(collections[0], &links).await, 1);
    assert_eq!(fixture.join(collections[1], &[links[0], links[0]]).await, 1);
    assert_eq!(fixture.count_members(collections[0]).await, 3);
    assert_eq!(fixture.count_members(collections[1]).await, 1);
    assert_eq!(fixture.count_members(collections[2]).await, 0);
}

pub async fn inserting_no_memberships_is_no_error(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    assert_eq!(list(fixture, &[]).await, []);
    let unit = fixture.begin().await;
    assert_eq!(unit.memberships().insert(&[]).await.unwrap(), 0);
    commit(unit).await;
    assert_eq!(fixture.join(collections[0], &ids(&links)).await, 3);
}

pub async fn one_of_several_concurrent_inserts_of_a_membership_is_new(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let link = [links[0].id];
    let additions = (0..8).map(|_| fixture.join(collections[0], &link));
    let new: u64 = join_all(additions).await.into_iter().sum();
    assert_eq!(new, 1);
    assert_eq!(fixture.count_members(collections[0]).await, 1);
    let found = fixture.find_collection(collections[0]).await.unwrap();
    assert_eq!(found.links, 1);
}

/// Enough that the units overlap.
pub async fn units_that_add_in_opposite_orders_do_not_deadlock(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..1_000).map(|n| own(ann, &format!("s{n}"))).collect();
    let ascending = ids(&fixture.insert_links(&links).await);
    let descending: Vec<_> = ascending.iter().rev().copied().collect();
    for round in 0..3 {
        let called = format!("Set {round}");
        let collection = fixture.insert_collection(ann, &called).await.id;
        let orders = [&ascending, &descending, &ascending, &descending];
        let additions = orders.map(|links| fixture.join(collection, links));
        let new: u64 = join_all(additions).await.into_iter().sum();
        assert_eq!(new, 1_000);
        assert_eq!(fixture.count_members(collection).await, 1_000);
    }
}

pub async fn a_membership_of_an_unknown_collection_or_link_is_missing(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let (link, collection) = (links[0].id, collections[0]);
    let existing = Membership { collection, link };
    let no_collection = CollectionId(collections[2].0 + 1);
    let no_link = LinkId(links[2].id.0 + 1);
    for (collection, link) in [
        (no_collection, link),
        (collection, no_link),
        (no_collection, no_link),
    ] {
        let unit = fixture.begin().await;
        let memberships = [existing, Membership { collection, link }];
        assert_missing(&unit.memberships().insert(&memberships).await);
        drop(unit);
        assert_eq!(fixture.collections_of(existing.link).await, []);
    }
}

pub async fn a_deletion_returns_whether_the_membership_existed(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let links = ids(&links);
    fixture.join(collections[0], &links).await;
    fixture.join(collections[1], &links).await;
    let taken = Membership {
        collection: collections[0],
        link: links[1],
    };
    for expected in [true, false] {
        let unit = fixture.begin().await;
        let existed = unit.memberships().delete(taken).await.unwrap();
        assert_eq!(existed, expected);
        commit(unit).await;
        assert_eq!(fixture.count_members(collections[0]).await, 2);
        assert_eq!(fixture.count_members(collections[1]).await, 3);
        assert_eq!(fixture.collections_of(links[1]).await, [collections[1]]);
    }
    assert_eq!(fixture.join(collections[0], &links).await, 1);
}

pub async fn a_restored_link_has_its_memberships(fixture: &StoreFixture) {
    let (_, links, collections) = given(fixture).await;
    let link = &links[0];
    fixture.join(collections[0], &ids(&links)).await;
    fixture.join(collections[1], &[link.id]).await;
    for (deleted_at, kept) in [(Some(moment(5)), 2), (None, 3)] {
        fixture.set_deleted(link, deleted_at).await;
        assert_eq!(fixture.collections_of(link.id).await, collections[..2]);
        assert_eq!(fixture.count_members(collections[0]).await, 3);
        let collection = fixture.find_collection(collections[0]).await.unwrap();
        assert_eq!(collection.links, kept);
    }
}

pub async fn memberships_are_removed_with_the_row_of_their_link(fixture: &StoreFixture) {
    let (ann, links, collections) = given(fixture).await;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let links = ids(&links);
    let swept = fixture.insert_tombstone(&own(ann, "e"), moment(5)).await.id;
    let bobs = fixture.insert_link(&new_global_link(bob, "k")).await.id;
    fixture.join(collections[0], &links).await;
    fixture.join(collections[0], &[swept]).await;
    let bobs_collection = fixture.insert_collection(bob, "a").await.id;
    fixture.join(bobs_collection, &[bobs]).await;
    assert_eq!(fixture.delete_tombstones(moment(5)).await, 1);
    assert_eq!(fixture.collections_of(swept).await, []);
    assert_eq!(fixture.count_members(collections[0]).await, 3);

    let unit = fixture.begin().await;
    let new = insert_all(&*unit, &[own(ann, "f")]).await[0].id;
    let membership = Membership {
        collection: collections[0],
        link: new,
    };
    let memberships = unit.memberships();
    assert_eq!(memberships.insert(&[membership]).await.unwrap(), 1);
    unit.link_batches().delete(&[new]).await.unwrap();
    assert_eq!(memberships.count(collections[0]).await.unwrap(), 3);
    commit(unit).await;

    assert!(fixture.delete_user(ann).await);
    assert_eq!(list(fixture, &links).await, []);
    assert_eq!(fixture.count_members(collections[0]).await, 0);
    assert_eq!(fixture.collections_of(bobs).await, [bobs_collection]);
}

/// Databases limit the size of statements.
pub async fn a_thousand_memberships_fit_into_one_call(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..1_000).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = ids(&fixture.insert_links(&links).await);
    let collections = [
        fixture.insert_collection(ann, "a").await.id,
        fixture.insert_collection(ann, "b").await.id,
    ];
    for collection in collections {
        assert_eq!(fixture.join(collection, &links).await, 1_000);
        assert_eq!(fixture.join(collection, &links).await, 0);
        assert_eq!(fixture.count_members(collection).await, 1_000);
    }
    let expected = links.iter().flat_map(|link| {
        collections.map(|collection| Membership {
            collection,
            link: *link,
        })
    });
    let expected: Vec<_> = expected.collect();
    assert_eq!(list(fixture, &links).await, expected);
}
