//! Checks of [`LinkRepository::count_by_owner`](korotko_core::ports::LinkRepository::count_by_owner) after every kind of write.

use super::StoreFixture;
use super::given::{With, anonymous, commit, moment, new_global_link, write};
use super::given_links::{insert_all, own};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::{Link, Namespace};
use korotko_core::ports::{InsertLink, LinkQuery};

checks! { $ __link_counts_checks, link_counts:
    inserted_links_count,
    links_count_while_they_are_not_deleted,
    updates_of_many_links_count,
    a_link_counts_for_its_owner,
    links_of_imports_count_until_they_are_removed,
    swept_tombstones_do_not_count,
    an_undone_unit_counts_nothing,
    concurrent_inserts_all_count,
    a_purged_account_changes_no_other_count,
}

/// Asserts how many links each of these users has, and that as many are listed.
async fn assert_counts<const N: usize>(fixture: &StoreFixture, expected: [(UserId, usize); N]) {
    for (owner, expected) in expected {
        let listed = fixture.list_links(&LinkQuery::for_owner(owner, 99)).await;
        assert_eq!(listed.len(), expected);
        assert_eq!(count(fixture, owner).await, expected as u64);
    }
}

async fn count(fixture: &StoreFixture, owner: UserId) -> u64 {
    let count = fixture.store.links().count_by_owner(owner).await;
    count.unwrap()
}

fn deleted(link: &Link) -> Link {
    let link = link.clone();
    link.with(|link| link.deleted_at = Some(moment(3)))
}

pub async fn inserted_links_count(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    fixture.insert_link(&own(ann, "a")).await;
    fixture.insert_link(&new_global_link(ann, "b")).await;
    fixture.insert_link(&anonymous("g")).await;
    assert_counts(fixture, [(ann, 2), (bob, 0)]).await;
    let unit = fixture.begin().await;
    let wanted = [own(ann, "a"), own(ann, "d"), own(ann, "d"), own(bob, "a")];
    let inserted = unit.link_batches().insert(&wanted).await.unwrap();
    assert_eq!(inserted.iter().flatten().count(), 2);
    commit(unit).await;
    assert_counts(fixture, [(ann, 3), (bob, 1)]).await;
    let unit = fixture.begin().await;
    let withdrawn = insert_all(&*unit, &[own(ann, "e"), anonymous("f")]).await;
    insert_all(&*unit, &[own(bob, "e")]).await;
    let withdrawn: Vec<_> = withdrawn.iter().map(|link| link.id).collect();
    unit.link_batches().delete(&withdrawn).await.unwrap();
    commit(unit).await;
    assert_counts(fixture, [(ann, 3), (bob, 2)]).await;
}

pub async fn links_count_while_they_are_not_deleted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await;
    for (change, expected) in [
        (deleted(&link), 0),
        (deleted(&link), 0),
        (link.clone(), 1),
        (
            link.clone().with(|link| link.disabled_at = Some(moment(1))),
            1,
        ),
        (
            link.clone().with(|link| link.namespace = Namespace::Global),
            1,
        ),
    ] {
        fixture.update_link(&change).await;
        assert_counts(fixture, [(ann, expected)]).await;
    }
}

pub async fn updates_of_many_links_count(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = ["a", "b", "g"].map(|slug| own(ann, slug));
    let links = fixture.insert_links(&wanted).await;
    let taken = links[2]
        .clone()
        .with(|link| link.slug = links[1].slug.clone());
    for (changes, expected) in [
        (vec![deleted(&links[0]), taken, deleted(&links[2])], 1),
        (
            vec![deleted(&links[0]), links[0].clone(), deleted(&links[0])],
            1,
        ),
        (links.clone(), 3),
        (vec![deleted(&links[1]), links[1].clone()], 3),
    ] {
        write(fixture, async |unit| {
            unit.link_batches().update(&changes).await
        })
        .await;
        assert_counts(fixture, [(ann, expected)]).await;
    }
}

pub async fn a_link_counts_for_its_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let link = fixture.insert_link(&anonymous("a")).await;
    for (owner, expected) in [(Some(ann), [1, 0]), (Some(bob), [0, 1]), (None, [0, 0])] {
        let moved = link.clone().with(|link| link.owner = owner);
        fixture.update_link(&moved).await;
        assert_counts(fixture, [(ann, expected[0]), (bob, expected[1])]).await;
    }
    let moved = link.with(|link| link.owner = Some(bob));
    write(fixture, async |unit| {
        unit.link_batches().update(&[moved]).await
    })
    .await;
    assert_counts(fixture, [(ann, 0), (bob, 1)]).await;
}

pub async fn links_of_imports_count_until_they_are_removed(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_link(&own(ann, "there")).await;
    for completes in [false, true] {
        let unit = fixture.begin().await;
        let import = unit.imports().begin(ann, moment(1)).await.unwrap();
        let wanted: [InsertLink; 2] = [own(ann, "a"), new_global_link(ann, "a")];
        let links = insert_all(&*unit, &wanted).await;
        let links: Vec<_> = links.iter().map(|link| link.id).collect();
        let staged = unit.imports().stage(import, &links, &[], moment(1)).await;
        assert!(staged.unwrap());
        commit(unit).await;
        assert_eq!(count(fixture, ann).await, 3);
        if completes {
            write(fixture, async |unit| unit.imports().complete(import).await).await;
            assert_counts(fixture, [(ann, 3)]).await;
        } else {
            write(fixture, async |unit| unit.imports().abandon(import).await).await;
            let remove = async || {
                write(fixture, async |unit| {
                    unit.imports().remove_abandoned(moment(0), 1).await
                })
                .await
            };
            while remove().await > 0 {}
            assert_counts(fixture, [(ann, 1)]).await;
        }
    }
}

pub async fn swept_tombstones_do_not_count(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_link(&own(ann, "a")).await;
    fixture.insert_tombstone(&own(ann, "b"), moment(1)).await;
    write(fixture, async |unit| {
        unit.tombstones().clear(moment(2), 9).await
    })
    .await;
    assert_counts(fixture, [(ann, 1)]).await;
    assert_eq!(fixture.delete_tombstones(moment(2)).await, 1);
    assert_counts(fixture, [(ann, 1)]).await;
}

pub async fn an_undone_unit_counts_nothing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    unit.links().insert(&own(ann, "a")).await.unwrap();
    assert_eq!(unit.links().count_by_owner(ann).await.unwrap(), 1);
    drop(unit);
    assert_counts(fixture, [(ann, 0)]).await;
}

pub async fn concurrent_inserts_all_count(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let inserts = (0..8).map(|number| async move {
        fixture.insert_link(&own(ann, &format!("k{number}"))).await;
    });
    futures_util::future::join_all(inserts).await;
    assert_counts(fixture, [(ann, 8)]).await;
}

pub async fn a_purged_account_changes_no_other_count(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    for owner in [ann, bob] {
        fixture.insert_link(&own(owner, "a")).await;
        let global = new_global_link(owner, &format!("global{owner}"));
        fixture.insert_link(&global).await;
    }
    assert!(fixture.delete_user(ann).await);
    assert_counts(fixture, [(ann, 0), (bob, 2)]).await;
}
