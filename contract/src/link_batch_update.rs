//! Checks of [`LinkBatchRepository`](korotko_core::ports::LinkBatchRepository): finding for update, and changing.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_missing, commit, give_way, just_after, moment, new_global_link, slug,
    target, write,
};
use super::given_links::{all_by_slug, codes, ids, own, tags, title};
use super::suite::checks;
use korotko_core::Revision;
use korotko_core::id::LinkId;
use korotko_core::link::{Link, Namespace, RedirectStatus, Slug, TargetUrl};
use korotko_core::ports::{StoreError, UnitOfWork};

checks! { $ __link_batch_update_checks, link_batch_update:
    links_are_found_once_each_and_unknown_ids_passed_over,
    parallel_changes_of_the_same_links_lose_nothing,
    units_that_ask_in_opposite_orders_do_not_wait_for_each_other,
    updates_write_whole_rows,
    updates_leave_when_links_were_made,
    a_taken_code_is_false_and_the_others_are_written,
    each_update_stands_on_those_before_it,
    of_two_updates_of_one_link_the_last_stays,
    a_deletion_frees_its_code_for_the_next,
    a_deleted_link_does_not_come_back_beside_a_live_one,
    an_update_of_no_link_is_missing,
    of_parallel_renamings_to_one_code_one_wins,
}

pub async fn links_are_found_once_each_and_unknown_ids_passed_over(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_link(&own(ann, "a")).await;
    let deleted = fixture.insert_tombstone(&own(ann, "b"), moment(1)).await;
    let anonymous = fixture.insert_link(&anonymous("k")).await;
    fixture.insert_link(&own(ann, "d")).await;
    let unknown = LinkId(anonymous.id.0 + 1_000);
    let unit = fixture.begin().await;
    let asked = [
        anonymous.id,
        first.id,
        unknown,
        deleted.id,
        first.id,
        LinkId(-1),
        anonymous.id,
    ];
    let mut found = unit.link_batches().find_for_update(&asked).await.unwrap();
    found.sort_by_key(|link| link.id);
    assert_eq!(found, [first, deleted, anonymous]);
    let none = unit.link_batches().find_for_update(&[unknown]).await;
    assert_eq!(none.unwrap(), []);
}

/// Holds these links, and adds a letter to the target of each.
async fn lengthen(fixture: &StoreFixture, ids: &[LinkId]) {
    let unit = fixture.begin().await;
    let mut held = unit.link_batches().find_for_update(ids).await.unwrap();
    assert_eq!(held.len(), ids.len());
    for link in &mut held {
        link.target = TargetUrl::from_stored(format!("{}x", link.target));
    }
    give_way().await;
    let written = unit.link_batches().update(&held).await.unwrap();
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

pub async fn parallel_changes_of_the_same_links_lose_nothing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = ["a", "b", "d"].map(|code| own(ann, code));
    let links = fixture.insert_links(&links).await;
    let ids = &ids(&links);
    join_all((0..8).map(|_| lengthen(fixture, ids))).await;
    assert_lengthened(fixture, &links, 8).await;
}

pub async fn units_that_ask_in_opposite_orders_do_not_wait_for_each_other(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..40).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = fixture.insert_links(&links).await;
    let rising = ids(&links);
    let falling: Vec<_> = rising.iter().rev().copied().collect();
    for _ in 0..5 {
        let orders = [&rising, &falling, &rising, &falling];
        join_all(orders.map(|ids| lengthen(fixture, ids))).await;
    }
    assert_lengthened(fixture, &links, 20).await;
}

/// Updates links in a unit of their own that is then committed; says which were written.
async fn update(fixture: &StoreFixture, links: &[Link]) -> Vec<bool> {
    write(fixture, async |unit| {
        unit.link_batches().update(links).await
    })
    .await
}

pub async fn updates_write_whole_rows(fixture: &StoreFixture) {
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
        expires_at: Some(moment(10)),
        max_clicks: Some(5),
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

pub async fn updates_leave_when_links_were_made(fixture: &StoreFixture) {
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

/// The same link under another code, changed in every other way too.
fn renamed(link: &Link, code: &str) -> Link {
    Link {
        slug: slug(code),
        title: title(code),
        tags: tags(&[code]),
        updated_at: moment(7),
        revision: link.revision.next(),
        ..link.clone()
    }
}

pub async fn a_taken_code_is_false_and_the_others_are_written(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    fixture.insert_link(&own(ann, "taken")).await;
    let links = ["a", "b", "d"].map(|code| own(ann, code));
    let links = fixture.insert_links(&links).await;
    let changed = [
        renamed(&links[0], "first"),
        renamed(&links[1], "taken"),
        renamed(&links[2], "third"),
    ];
    let unit = fixture.begin().await;
    let written = unit.link_batches().update(&changed).await.unwrap();
    assert_eq!(written, [true, false, true]);
    // The unit is good.
    let fourth = unit.links().insert(&own(ann, "fourth")).await.unwrap();
    commit(unit).await;
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(codes(&listed), ["b", "first", "fourth", "taken", "third"]);
    assert_eq!(listed[0], links[1], "it is as it was");
    assert_eq!(listed[1], changed[0]);
    assert_eq!(listed[2], fourth);
    assert_eq!(listed[4], changed[2]);
}

/// Of which place the link is, which code it takes, and whether it can.
type Step = (usize, &'static str, bool);

/// Codes wander; each row says in which steps, and which code each link has in the end.
pub async fn each_update_stands_on_those_before_it(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links = ["a", "b", "d"].map(|code| own(ann, code));
    let links = fixture.insert_links(&links).await;
    // Two change codes by way of a free one.
    let swap: &[Step] = &[(0, "free", true), (1, "a", true), (0, "b", true)];
    // Directly they cannot.
    let no_swap: &[Step] = &[(0, "a", false), (1, "b", false), (2, "e", true)];
    // A chain from its free end on, and against it.
    let chain: &[Step] = &[(2, "f", true), (0, "e", true), (1, "b", true)];
    let jam: &[Step] = &[
        (1, "e", false),
        (0, "f", false),
        (2, "g", true),
        (0, "f", true),
    ];
    // A link may have the code that it has.
    let own_code: &[Step] = &[(0, "f", true), (1, "b", true), (1, "B", true)];
    for (steps, expected) in [
        (swap, ["b", "a", "d"]),
        (no_swap, ["b", "a", "e"]),
        (chain, ["e", "b", "f"]),
        (jam, ["f", "b", "g"]),
        (own_code, ["f", "B", "g"]),
    ] {
        let changed = steps.iter();
        let changed = changed.map(|(place, code, _)| renamed(&links[*place], code));
        let changed: Vec<_> = changed.collect();
        let written: Vec<_> = steps.iter().map(|(.., written)| *written).collect();
        assert_eq!(update(fixture, &changed).await, written, "{steps:?}");
        for (link, code) in links.iter().zip(expected) {
            let found = fixture.find_link(link.id).await.unwrap();
            assert_eq!(found.slug.as_str(), code, "{steps:?}");
        }
    }
}

pub async fn of_two_updates_of_one_link_the_last_stays(fixture: &StoreFixture) {
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

pub async fn a_deletion_frees_its_code_for_the_next(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_link(&new_global_link(ann, "a")).await;
    let second = fixture.insert_link(&new_global_link(ann, "b")).await;
    let deleted = first.clone().with(|link| link.deleted_at = Some(moment(5)));
    let changes = [
        renamed(&second, "a"),
        deleted.clone(),
        renamed(&second, "a"),
        // Back again it cannot come any more.
        first,
    ];
    let written = update(fixture, &changes).await;
    assert_eq!(written, [false, true, true, false]);
    assert_eq!(fixture.find_link(deleted.id).await, Some(deleted));
    let route = fixture.find_route(Namespace::Global, "a").await;
    assert_eq!(route.map(|route| route.link), Some(second.id));
}

pub async fn a_deleted_link_does_not_come_back_beside_a_live_one(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let first = fixture.insert_tombstone(&own(ann, "a"), moment(1)).await;
    let second = fixture.insert_tombstone(&own(ann, "a"), moment(2)).await;
    let back = [&first, &second].map(|link| link.clone().with(|link| link.deleted_at = None));
    assert_eq!(update(fixture, &back).await, [true, false]);
    assert_eq!(fixture.find_link(second.id).await, Some(second.clone()));
    // A tombstone is changed beside the live link.
    let cleared = renamed(&second, "a");
    assert_eq!(
        update(fixture, std::slice::from_ref(&cleared)).await,
        [true]
    );
    assert_eq!(fixture.find_link(second.id).await, Some(cleared));
}

pub async fn an_update_of_no_link_is_missing(fixture: &StoreFixture) {
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

/// Renames a link in a batch; says whether it has the code now.
async fn rename(unit: Box<dyn UnitOfWork>, link: &Link, code: &Slug) -> bool {
    let renamed = renamed(link, code.as_str());
    match unit.link_batches().update(&[renamed]).await {
        Ok(written) => {
            commit(unit).await;
            written == [true]
        }
        // Another unit took it at the same moment.
        Err(StoreError::Conflict) => false,
        Err(error) => panic!("{error:?}"),
    }
}

pub async fn of_parallel_renamings_to_one_code_one_wins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let links: Vec<_> = (0..8).map(|n| own(ann, &format!("s{n}"))).collect();
    let links = fixture.insert_links(&links).await;
    let code = slug("promo");
    let attempts = links.iter().map(|link| {
        let code = &code;
        async move { rename(fixture.begin().await, link, code).await }
    });
    let won = join_all(attempts).await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    for (link, won) in links.iter().zip(won) {
        let found = fixture.find_link(link.id).await.unwrap();
        assert_eq!(found.slug == code, won);
    }
}
