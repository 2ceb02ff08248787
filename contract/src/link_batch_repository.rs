//! Checks of [`LinkBatchRepository`](korotko_core::ports::LinkBatchRepository): inserting, and withdrawing. Updates are checked
//! in [`link_batch_update`](super::link_batch_update).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    anonymous, assert_missing, commit, just_after, moment, new_global_link, slug, target,
};
use super::given_links::{all_by_slug, ids, insert_all, own, search, slugs, tag, tags, title};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, QueryForwarding, RedirectStatus, Tags};
use korotko_core::ports::{InsertLink, LinkQuery, StoreError, UnitOfWork};

checks! { $ __link_batch_repository_checks, link_batch_repository:
    inserted_links_are_returned_completely_in_order_with_ascending_ids,
    inserted_links_are_found_by_slug_text_and_tag,
    a_taken_slug_is_none_and_the_others_are_inserted,
    a_slug_is_taken_by_the_first_link_of_the_call,
    a_slug_is_taken_by_an_earlier_call_of_the_unit,
    slugs_of_other_namespaces_cases_and_deleted_links_are_free,
    a_link_of_an_unknown_owner_is_missing,
    empty_calls_are_no_error,
    one_of_several_concurrent_inserts_of_a_slug_in_batches_wins,
    units_that_insert_slugs_in_opposite_orders_do_not_deadlock,
    withdrawn_links_leave_nothing,
    the_ids_of_withdrawn_links_are_not_reused,
    a_thousand_links_with_twenty_tags_each_fit_into_one_call,
}

pub async fn inserted_links_are_returned_completely_in_order_with_ascending_ids(
    fixture: &StoreFixture,
) {
    let ann = fixture.ann().await;
    let full = InsertLink {
        namespace: Namespace::Global,
        slug: slug("Promo_2026-x"),
        target: target("a?b=c%20d#e"),
        owner: Some(ann),
        title: title("Весна 🌱 'q' \"q\""),
        tags: tags(&["Sale", "a, b", "\"c\"", "\\"]),
        redirect_status: RedirectStatus::MovedPermanently,
        query_forwarding: QueryForwarding::Append,
        expires_at: Some(just_after(moment(90))),
        max_clicks: Some(7),
        fallback: Some(target("over")),
        imported_clicks: Some(12),
        created_at: moment(4),
    };
    let anonymous = anonymous("k");
    let wanted = [own(ann, "z"), full, anonymous, own(ann, "a")];
    let before = fixture.insert_link(&own(ann, "before")).await.id;
    let inserted = fixture.insert_links(&wanted).await;
    let mut last = before;
    for (wanted, inserted) in wanted.into_iter().zip(inserted) {
        assert!(inserted.id > last, "ids ascend");
        last = inserted.id;
        assert_eq!(inserted, wanted.into_link(inserted.id));
        assert_eq!(fixture.find_link(inserted.id).await, Some(inserted));
    }
    let after = fixture.insert_link(&own(ann, "after")).await.id;
    assert!(after > last, "ids ascend");
}

pub async fn inserted_links_are_found_by_slug_text_and_tag(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut first = own(ann, "first");
    first.tags = tags(&["Весна", "both"]);
    first.title = title("Шляпа");
    let mut second = own(ann, "second");
    second.tags = tags(&["both"]);
    let links = fixture.insert_links(&[first, second]).await;
    let all = all_by_slug(ann);
    for (text, label, expected) in [
        (search("ШЛЯПА"), None, &["first"][..]),
        (search("com/second"), None, &["second"]),
        (None, tag("ВЕСНА"), &["first"]),
        (None, tag("both"), &["first", "second"]),
        (search("весна"), tag("both"), &["first"]),
    ] {
        let query = LinkQuery {
            text,
            tag: label,
            ..all.clone()
        };
        assert_eq!(slugs(&fixture.list_links(&query).await), expected);
    }
    let namespace = Namespace::Personal(ann);
    let route = fixture.find_route(namespace, "second").await;
    assert_eq!(route.map(|route| route.link), Some(links[1].id));
}

/// Inserts links; returns which slugs were free.
async fn insert_free(unit: &dyn UnitOfWork, links: &[InsertLink]) -> Vec<bool> {
    let inserted = unit.link_batches().insert(links).await.unwrap();
    for (inserted, wanted) in inserted.iter().zip(links) {
        let Some(inserted) = inserted else {
            continue;
        };
        assert_eq!(*inserted, wanted.clone().into_link(inserted.id));
    }
    inserted.iter().map(Option::is_some).collect()
}

pub async fn a_taken_slug_is_none_and_the_others_are_inserted(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let taken = fixture.insert_link(&own(ann, "b")).await;
    fixture.insert_link(&anonymous("promo")).await;
    let unit = fixture.begin().await;
    let links = [
        own(ann, "a"),
        own(ann, "b"),
        own(ann, "d"),
        new_global_link(ann, "promo"),
        own(ann, "e"),
    ];
    let free = insert_free(&*unit, &links).await;
    assert_eq!(free, [true, false, true, false, true]);
    // The transaction is not aborted.
    unit.links().insert(&own(ann, "f")).await.unwrap();
    commit(unit).await;
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(slugs(&listed), ["a", "b", "d", "e", "f"]);
    assert_eq!(listed[1], taken);
}

pub async fn a_slug_is_taken_by_the_first_link_of_the_call(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut first = own(ann, "a");
    first.title = title("first");
    let links = [first, own(ann, "b"), own(ann, "a"), own(ann, "a")];
    let unit = fixture.begin().await;
    let free = insert_free(&*unit, &links).await;
    assert_eq!(free, [true, true, false, false]);
    commit(unit).await;
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(slugs(&listed), ["a", "b"]);
    assert_eq!(listed[0].title, title("first"));
}

pub async fn a_slug_is_taken_by_an_earlier_call_of_the_unit(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    unit.links().insert(&own(ann, "a")).await.unwrap();
    assert_eq!(insert_free(&*unit, &[own(ann, "b")]).await, [true]);
    let again = ["a", "b", "d"].map(|slug| own(ann, slug));
    assert_eq!(insert_free(&*unit, &again).await, [false, false, true]);
    commit(unit).await;
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(slugs(&listed), ["a", "b", "d"]);
}

pub async fn slugs_of_other_namespaces_cases_and_deleted_links_are_free(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    fixture.insert_link(&own(ann, "promo")).await;
    fixture.insert_tombstone(&own(ann, "old"), moment(1)).await;
    let unit = fixture.begin().await;
    let links = [
        own(ann, "Promo"),
        own(ann, "old"),
        own(bob, "promo"),
        new_global_link(bob, "promo"),
    ];
    assert_eq!(insert_free(&*unit, &links).await, [true; 4]);
    commit(unit).await;
}

pub async fn a_link_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let nobody = UserId(ann.0 + 1);
    let unit = fixture.begin().await;
    let links = [own(ann, "a"), new_global_link(nobody, "b")];
    assert_missing(&unit.link_batches().insert(&links).await);
    drop(unit);
    assert_eq!(fixture.list_links(&all_by_slug(ann)).await, []);
}

pub async fn empty_calls_are_no_error(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let batches = unit.link_batches();
    assert_eq!(batches.find_for_update(&[]).await.unwrap(), []);
    assert_eq!(batches.insert(&[]).await.unwrap(), []);
    assert_eq!(batches.update(&[]).await.unwrap(), [true; 0]);
    batches.delete(&[]).await.unwrap();
    insert_all(&*unit, &[own(ann, "a")]).await;
    commit(unit).await;
}

/// Inserts a link with this slug, in a batch or by itself; returns whether the slug was free.
async fn claim_slug(fixture: &StoreFixture, owner: UserId, in_batch: bool) -> bool {
    let unit = fixture.begin().await;
    let wanted = new_global_link(owner, "promo");
    if in_batch {
        let batch = [own(owner, "own"), wanted];
        let free = insert_free(&*unit, &batch).await;
        assert!(free[0], "the personal slug is free");
        commit(unit).await;
        return free[1];
    }
    match unit.links().insert(&wanted).await {
        Ok(_) => {
            commit(unit).await;
            true
        }
        Err(StoreError::Conflict) => false,
        Err(error) => panic!("{error:?}"),
    }
}

pub async fn one_of_several_concurrent_inserts_of_a_slug_in_batches_wins(fixture: &StoreFixture) {
    let mut owners = Vec::new();
    for index in 0..8 {
        let address = format!("user{index}@example.com");
        owners.push(fixture.insert_user(&address).await.id);
    }
    let claims = owners.iter().enumerate();
    let claims = claims.map(|(index, owner)| claim_slug(fixture, *owner, index % 2 == 0));
    let won = join_all(claims).await;
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    for (index, owner) in owners.into_iter().enumerate() {
        let listed = fixture.list_links(&LinkQuery::for_owner(owner, 9)).await;
        let expected = usize::from(index % 2 == 0) + usize::from(won[index]);
        assert_eq!(listed.len(), expected);
    }
}

pub async fn units_that_insert_slugs_in_opposite_orders_do_not_deadlock(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let forth = (0..1_000).map(|number| new_global_link(ann, &format!("s{number}")));
    let forth: Vec<_> = forth.collect();
    let back: Vec<_> = forth.iter().rev().cloned().collect();
    let insert = async |links: &[InsertLink]| {
        let unit = fixture.begin().await;
        let inserted = unit.link_batches().insert(links).await.unwrap();
        commit(unit).await;
        inserted.iter().flatten().count()
    };
    let inserted = join_all([&forth, &back, &forth, &back].map(|links| insert(links))).await;
    assert_eq!(inserted.iter().sum::<usize>(), 1_000, "{inserted:?}");
}

pub async fn withdrawn_links_leave_nothing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut global = new_global_link(ann, "promo");
    global.tags = tags(&["Sale"]);
    let unit = fixture.begin().await;
    let links = insert_all(&*unit, &[own(ann, "a"), global.clone(), own(ann, "b")]).await;
    let batches = unit.link_batches();
    batches.delete(&ids(&links[..2])).await.unwrap();
    let tombstone = unit
        .tombstones()
        .find_latest(Namespace::Global, &global.slug, moment(-9))
        .await;
    assert_eq!(tombstone.unwrap(), None);
    commit(unit).await;
    assert_eq!(fixture.find_link(links[0].id).await, None);
    assert_eq!(fixture.find_link(links[1].id).await, None);
    let route = fixture.find_route(Namespace::Global, "promo").await;
    assert_eq!(route, None);
    assert_eq!(fixture.list_links(&all_by_slug(ann)).await, links[2..]);
    // The slugs are free.
    fixture.insert_links(&[own(ann, "a"), global]).await;
}

pub async fn the_ids_of_withdrawn_links_are_not_reused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut last = LinkId(0);
    for _ in 0..3 {
        let unit = fixture.begin().await;
        let links = insert_all(&*unit, &[own(ann, "a"), own(ann, "b")]).await;
        unit.link_batches().delete(&ids(&links)).await.unwrap();
        commit(unit).await;
        for link in links {
            assert!(link.id > last, "{} was assigned before", link.id);
            last = link.id;
        }
    }
}

/// The largest number of links that one call may insert, each with the largest number of tags.
fn largest_batch(owner: UserId, first: usize, labels: &Tags) -> Vec<InsertLink> {
    let link = |number| InsertLink {
        tags: labels.clone(),
        title: title("Title"),
        ..own(owner, &format!("{number:04}"))
    };
    (first..first + 1_000).map(link).collect()
}

fn twenty_tags(word: &str) -> Tags {
    let texts = (0..Tags::MAX).map(|number| format!("{word} {number}"));
    Tags::parse(&texts.collect::<Vec<_>>()).unwrap()
}

/// Databases limit the size of statements.
pub async fn a_thousand_links_with_twenty_tags_each_fit_into_one_call(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = largest_batch(ann, 0, &twenty_tags("first"));
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &wanted).await;
    let batches = unit.link_batches();
    let mut locked = batches.find_for_update(&ids(&links)).await.unwrap();
    locked.sort_by_key(|link| link.id);
    assert_eq!(locked, links);
    let changed = twenty_tags("second");
    for link in &mut links {
        link.tags = changed.clone();
    }
    assert_eq!(batches.update(&links).await.unwrap(), vec![true; 1_000]);
    let free = insert_free(&*unit, &wanted).await;
    assert_eq!(free, vec![false; 1_000]);
    commit(unit).await;
    assert_eq!(find_tagged(fixture, ann, "SECOND 19").await, links);
    assert_eq!(find_tagged(fixture, ann, "FIRST 19").await, []);

    let unit = fixture.begin().await;
    let more = largest_batch(ann, 1_000, &changed);
    let more = insert_all(&*unit, &more).await;
    unit.link_batches().delete(&ids(&more)).await.unwrap();
    commit(unit).await;
    assert_eq!(find_tagged(fixture, ann, "second 0").await.len(), 1_000);
}

async fn find_tagged(fixture: &StoreFixture, owner: UserId, text: &str) -> Vec<Link> {
    let query = LinkQuery {
        tag: tag(text),
        limit: 2_000,
        ..all_by_slug(owner)
    };
    fixture.list_links(&query).await
}
