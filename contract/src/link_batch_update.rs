//! Checks of [`LinkBatchRepository`](korotko_core::ports::LinkBatchRepository): finding for update, and updating.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_missing, commit, give_way, just_after, moment, new_global_link, slug,
    target, write,
};
use super::given_links::{all_by_slug, ids, own, slugs, tags, title};
use super::suite::checks;
use korotko_core::Revision;
use korotko_core::id::LinkId;
use korotko_core::link::{Link, Namespace, QueryForwarding, RedirectStatus, Slug, TargetUrl};
use korotko_core::ports::{StoreError, UnitOfWork};

checks! { $ __link_batch_update_checks, link_batch_update:
    links_are_found_once_each_and_unknown_ids_skipped,
    concurrent_changes_of_the_same_links_lose_nothing,
    units_that_lock_in_opposite_orders_do_not_deadlock,
    updates_write_all_fields,
    updates_keep_created_at,
    a_taken_slug_is_false_and_the_others_are_written,
    each_update_sees_the_previous_ones,
    the_last_of_several_updates_of_one_link_stays,
    a_deletion_frees_its_slug_for_the_next_update,
    a_deleted_link_is_not_restored_beside_a_live_one,
    an_update_of_an_unknown_link_is_missing,
    one_of_several_concurrent_renamings_to_a_slug_wins,
}

pub async fn links_are_found_once_each_and_unknown_ids_skipped(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_link(&own(ann, "a")).await;
    let deleted = fixture.insert_tombstone(&own(ann, "b"), moment(1)).await;
    let anonymous = fixture.insert_link(&anonymous("k")).await;
    fixture.insert_link(&own(ann, "d")).await;
    let unknown = LinkId(anonymous.id.0 + 1_000);
    let unit = fixture.begin().await;
    let requested = [
        anonymous.id,
        first.id,
        unknown,
        deleted.id,
        first.id,
        LinkId(-1),
        anonymous.id,
    ];
    let mut found = unit
        .link_batches()
        .find_for_update(&requested)
        .await
        .unwrap();
    found.sort_by_key(|link| link.id);
    assert_eq!(found, [first, deleted, anonymous]);
    let none = unit.link_batches().find_for_update(&[unknown]).await;
    assert_eq!(none.unwrap(), []);
}

/// Locks these links, and appends a letter to the target of each.
async fn lengthen(fixture: &StoreFixture, ids: &[LinkId]) {
    let unit = fixture.begin().await;
    let mut locked = unit.link_batches().find_for_update(ids).await.unwrap();
    assert_eq!(locked.len(), ids.len());
    for link in &mut locked {
        link.target = TargetUrl::from_stored(format!("{}x", link.target));
    }
    give_way().await;
    let written = unit.link_batches().update(&locked).await.unwrap();
    assert!(written.iter().all(|written| *written));
    commit(unit).await;
}

async fn assert_lengthened(fixture: &StoreFixture, links: &[Link], by: usize) {
    for link in links {
        let target = fixture.find_link(link.id).await.unwrap().target;
        let expected = format!("{}{}", link.target, "x".repeat(by));
        assert_eq!(target.as_str(), expected);
    }
}

pub async fn concurrent_changes_of_the_same_links_lose_nothing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = ["a", "b", "d"].map(|text| own(ann, text));
    let links = fixture.insert_links(&links).await;
    let ids = &ids(&links);
    join_all((0..8).map(|_| lengthen(fixture, ids))).await;
    assert_lengthened(fixture, &links, 8).await;
}

pub async fn units_that_lock_in_opposite_orders_do_not_deadlock(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..40).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = fixture.insert_links(&links).await;
    let ascending = ids(&links);
    let descending: Vec<_> = ascending.iter().rev().copied().collect();
    for _ in 0..5 {
        let orders = [&ascending, &descending, &ascending, &descending];
        join_all(orders.map(|ids| lengthen(fixture, ids))).await;
    }
    assert_lengthened(fixture, &links, 20).await;
}

/// Updates links in a unit of its own; returns which were written.
async fn update(fixture: &StoreFixture, links: &[Link]) -> Vec<bool> {
    write(fixture, async |unit| {
        unit.link_batches().update(links).await
    })
    .await
}

pub async fn updates_write_all_fields(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let other = fixture.insert_link(&own(ann, "other")).await;
    let first = fixture.insert_link(&own(ann, "first")).await;
    let anonymous = fixture.insert_link(&anonymous("k")).await;
    let changed = Link {
        namespace: Namespace::Global,
        slug: slug("sale"),
        target: target("sale?'\"%"),
        title: title("Sale"),
        tags: tags(&["b", "a", "Б"]),
        redirect_status: RedirectStatus::PermanentRedirect,
        query_forwarding: QueryForwarding::Append,
        expires_at: Some(moment(10)),
        max_clicks: Some(5),
        fallback: Some(target("over")),
        imported_clicks: Some(12),
        updated_at: just_after(moment(2)),
        revision: Revision(9),
        deleted_at: Some(just_after(moment(3))),
        ..first.clone()
    };
    let taken_over = Link {
        namespace: Namespace::Personal(ann),
        owner: Some(ann),
        ..anonymous.clone()
    };
    let links = [changed.clone(), taken_over.clone()];
    assert_eq!(update(fixture, &links).await, [true, true]);
    assert_eq!(fixture.find_link(first.id).await, Some(changed));
    assert_eq!(fixture.find_link(anonymous.id).await, Some(taken_over));
    let links = [anonymous.clone(), first.clone()];
    assert_eq!(update(fixture, &links).await, [true, true]);
    assert_eq!(fixture.find_link(first.id).await, Some(first));
    assert_eq!(fixture.find_link(anonymous.id).await, Some(anonymous));
    assert_eq!(fixture.find_link(other.id).await, Some(other));
}

pub async fn updates_keep_created_at(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await;
    let changed = Link {
        created_at: moment(99),
        updated_at: moment(99),
        ..link.clone()
    };
    assert_eq!(update(fixture, &[changed]).await, [true]);
    let found = fixture.find_link(link.id).await.unwrap();
    assert_eq!(
        (found.created_at, found.updated_at),
        (link.created_at, moment(99))
    );
}

/// The same link with another slug, and every other field changed.
fn renamed(link: &Link, text: &str) -> Link {
    Link {
        slug: slug(text),
        title: title(text),
        tags: tags(&[text]),
        updated_at: moment(7),
        revision: link.revision.next(),
        ..link.clone()
    }
}

pub async fn a_taken_slug_is_false_and_the_others_are_written(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_link(&own(ann, "taken")).await;
    let links = ["a", "b", "d"].map(|text| own(ann, text));
    let links = fixture.insert_links(&links).await;
    let changed = [
        renamed(&links[0], "first"),
        renamed(&links[1], "taken"),
        renamed(&links[2], "third"),
    ];
    let unit = fixture.begin().await;
    let written = unit.link_batches().update(&changed).await.unwrap();
    assert_eq!(written, [true, false, true]);
    // The transaction is not aborted.
    let fourth = unit.links().insert(&own(ann, "fourth")).await.unwrap();
    commit(unit).await;
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(slugs(&listed), ["b", "first", "fourth", "taken", "third"]);
    assert_eq!(listed[0], links[1], "it is unchanged");
    assert_eq!(listed[1], changed[0]);
    assert_eq!(listed[2], fourth);
    assert_eq!(listed[4], changed[2]);
}

/// The index of the link, the slug that it takes, and whether it can.
type Step = (usize, &'static str, bool);

/// Links exchange slugs; each row has the steps, and the slug of each link in the end.
pub async fn each_update_sees_the_previous_ones(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = ["a", "b", "d"].map(|text| own(ann, text));
    let links = fixture.insert_links(&links).await;
    // Two links swap slugs through a free one.
    let swap: &[Step] = &[(0, "free", true), (1, "a", true), (0, "b", true)];
    // They cannot swap directly.
    let no_swap: &[Step] = &[(0, "a", false), (1, "b", false), (2, "e", true)];
    // A chain from its free end, and in the opposite direction.
    let chain: &[Step] = &[(2, "f", true), (0, "e", true), (1, "b", true)];
    let reverse: &[Step] = &[
        (1, "e", false),
        (0, "f", false),
        (2, "g", true),
        (0, "f", true),
    ];
    // A link may keep its slug.
    let own_slug: &[Step] = &[(0, "f", true), (1, "b", true), (1, "B", true)];
    for (steps, expected) in [
        (swap, ["b", "a", "d"]),
        (no_swap, ["b", "a", "e"]),
        (chain, ["e", "b", "f"]),
        (reverse, ["f", "b", "g"]),
        (own_slug, ["f", "B", "g"]),
    ] {
        let changed = steps.iter();
        let changed = changed.map(|(index, text, _)| renamed(&links[*index], text));
        let changed: Vec<_> = changed.collect();
        let written: Vec<_> = steps.iter().map(|(.., written)| *written).collect();
        assert_eq!(update(fixture, &changed).await, written, "{steps:?}");
        for (link, text) in links.iter().zip(expected) {
            let found = fixture.find_link(link.id).await.unwrap();
            assert_eq!(found.slug.as_str(), text, "{steps:?}");
        }
    }
}

pub async fn the_last_of_several_updates_of_one_link_stays(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await;
    let mut last = renamed(&link, "last");
    last.tags = tags(&["one", "two"]);
    let changes = [renamed(&link, "first"), link.clone(), last.clone()];
    assert_eq!(update(fixture, &changes).await, [true; 3]);
    assert_eq!(fixture.find_link(link.id).await, Some(last));
    fixture
        .insert_links(&[own(ann, "first"), own(ann, "a")])
        .await;
}

pub async fn a_deletion_frees_its_slug_for_the_next_update(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_link(&new_global_link(ann, "a")).await;
    let second = fixture.insert_link(&new_global_link(ann, "b")).await;
    let deleted = first.clone().with(|link| link.deleted_at = Some(moment(5)));
    let changes = [
        renamed(&second, "a"),
        deleted.clone(),
        renamed(&second, "a"),
        // It cannot be restored.
        first,
    ];
    let written = update(fixture, &changes).await;
    assert_eq!(written, [false, true, true, false]);
    assert_eq!(fixture.find_link(deleted.id).await, Some(deleted));
    let route = fixture.find_route(Namespace::Global, "a").await;
    assert_eq!(route.map(|route| route.link), Some(second.id));
}

pub async fn a_deleted_link_is_not_restored_beside_a_live_one(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_tombstone(&own(ann, "a"), moment(1)).await;
    let second = fixture.insert_tombstone(&own(ann, "a"), moment(2)).await;
    let back = [&first, &second].map(|link| link.clone().with(|link| link.deleted_at = None));
    assert_eq!(update(fixture, &back).await, [true, false]);
    assert_eq!(fixture.find_link(second.id).await, Some(second.clone()));
    // A tombstone can be changed beside the live link.
    let cleared = renamed(&second, "a");
    assert_eq!(
        update(fixture, std::slice::from_ref(&cleared)).await,
        [true]
    );
    assert_eq!(fixture.find_link(second.id).await, Some(cleared));
}

pub async fn an_update_of_an_unknown_link_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await;
    let unknown = Link {
        id: LinkId(link.id.0 + 1),
        ..renamed(&link, "b")
    };
    let unit = fixture.begin().await;
    let changes = [renamed(&link, "d"), unknown];
    assert_missing(&unit.link_batches().update(&changes).await);
    drop(unit);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
}

/// Renames a link in a batch; returns whether it has the slug now.
async fn rename(unit: Box<dyn UnitOfWork>, link: &Link, text: &Slug) -> bool {
    let renamed = renamed(link, text.as_str());
    match unit.link_batches().update(&[renamed]).await {
        Ok(written) => {
            commit(unit).await;
            written == [true]
        }
        // Another unit took the slug concurrently.
        Err(StoreError::Conflict) => false,
        Err(error) => panic!("{error:?}"),
    }
}

pub async fn one_of_several_concurrent_renamings_to_a_slug_wins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..8).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = fixture.insert_links(&links).await;
    let text = slug("promo");
    let attempts = links.iter().map(|link| {
        let text = &text;
        async move { rename(fixture.begin().await, link, text).await }
    });
    let won = join_all(attempts).await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    for (link, won) in links.iter().zip(won) {
        let found = fixture.find_link(link.id).await.unwrap();
        assert_eq!(found.slug == text, won);
    }
}
