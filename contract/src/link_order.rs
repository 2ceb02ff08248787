//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): the order, and the places in it.
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{assert_broken, commit, just_after, just_before, moment, new_global_link, slug};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, all_by_slug, by, codes, ids, insert_all, own};
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_order_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_order:
            links_are_ordered_by_creation_to_the_microsecond,
            links_made_at_one_moment_come_by_id,
            codes_are_ordered_byte_by_byte,
            links_of_one_code_come_by_id,
            links_are_ordered_by_their_clicks_of_every_kind,
            a_click_moves_a_link_in_the_order,
            deleted_links_are_ordered_likewise,
            a_page_begins_right_behind_its_cursor,
            a_cursor_whose_link_is_gone_keeps_its_place,
            a_place_where_no_link_ever_was_is_one,
            a_cursor_of_another_order_is_refused,
        }
    };
}

/// The place of a link in a list by `key`.
pub(super) fn place(link: &Link, key: LinkSortKey) -> LinkCursor {
    match key {
        LinkSortKey::Created => LinkCursor::Created(link.created_at, link.id),
        LinkSortKey::Slug => LinkCursor::Slug(link.slug.clone(), link.id),
        LinkSortKey::Clicks => LinkCursor::Clicks(link.clicks.counts.clicks(), link.id),
    }
}

/// All links of `owner` that are not deleted, in this order.
fn sorted(owner: UserId, sort: LinkSort) -> LinkQuery {
    LinkQuery {
        sort,
        ..LinkQuery::of(owner, 1_000)
    }
}

/// The list is this in rising order, and the reverse of it in falling order.
async fn assert_order(fixture: &StoreFixture, query: &LinkQuery, rising: &[LinkId]) {
    let key = query.sort.key;
    for descending in [false, true] {
        let query = LinkQuery {
            sort: by(key, descending),
            ..query.clone()
        };
        let mut listed = ids(&fixture.list_links(&query).await);
        if descending {
            listed.reverse();
        }
        assert_eq!(listed, rising, "{:?}", query.sort);
    }
}

pub async fn links_are_ordered_by_creation_to_the_microsecond(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let mut rising = Vec::new();
    for (place, created_at) in [
        (2, moment(7)),
        (1, just_before(moment(7))),
        (3, just_after(moment(7))),
        (0, moment(-1_000_000)),
        (4, moment(1_000_000)),
    ] {
        let mut link = own(ann, &format!("x{}", 9 - place));
        link.created_at = created_at;
        rising.push((place, fixture.insert_link(&link).await.id));
    }
    rising.sort_unstable();
    let rising: Vec<_> = rising.into_iter().map(|(_, id)| id).collect();
    let query = sorted(ann, by(LinkSortKey::Created, false));
    assert_order(fixture, &query, &rising).await;
}

pub async fn links_made_at_one_moment_come_by_id(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let links = ["d", "a", "e", "b"].map(|code| own(ann, code));
    let links = fixture.insert_links(&links).await;
    let query = sorted(ann, by(LinkSortKey::Created, false));
    assert_order(fixture, &query, &ids(&links)).await;
}

/// No database's own idea of an alphabet counts.
pub async fn codes_are_ordered_byte_by_byte(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let rising = [
        "-", "-a", "0", "1", "10", "2", "A", "AB", "Aa", "Z", "_", "_a", "a", "a-b", "a0", "aB",
        "a_b", "ab", "abc", "z",
    ];
    for index in 0..rising.len() {
        // 7 has no divisor in common with 20, so that they are inserted in another order.
        let code = rising[index * 7 % rising.len()];
        fixture.insert_link(&own(ann, code)).await;
    }
    let listed = fixture.list_links(&all_by_slug(ann)).await;
    assert_eq!(codes(&listed), rising);
    let query = sorted(ann, by(LinkSortKey::Slug, true));
    let mut listed = fixture.list_links(&query).await;
    listed.reverse();
    assert_eq!(codes(&listed), rising);
}

/// A user may have the same code in the global namespace and in their own.
pub async fn links_of_one_code_come_by_id(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let links = [
        own(ann, "b"),
        new_global_link(ann, "b"),
        new_global_link(ann, "a"),
        own(ann, "a"),
    ];
    let links = ids(&fixture.insert_links(&links).await);
    let rising = [links[2], links[3], links[0], links[1]];
    let query = sorted(ann, by(LinkSortKey::Slug, false));
    assert_order(fixture, &query, &rising).await;
}

pub async fn links_are_ordered_by_their_clicks_of_every_kind(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let links = ["a", "b", "d", "e", "f"].map(|code| own(ann, code));
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &links).await;
    let mut others = insert_all(&*unit, &[own(bob, "a")]).await;
    // Of 4 clicks 3 are of people, of 5 as well.
    give_clicks(&*unit, &mut links, |place| [5, 0, 4, 5, 100][place]).await;
    give_clicks(&*unit, &mut others, |_| 6).await;
    commit(unit).await;
    let links = ids(&links);
    let rising = [links[1], links[2], links[0], links[3], links[4]];
    let query = sorted(ann, by(LinkSortKey::Clicks, false));
    assert_order(fixture, &query, &rising).await;
}

pub async fn a_click_moves_a_link_in_the_order(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let mut links = lookalikes(fixture, ann).await;
    let query = sorted(ann, by(LinkSortKey::Clicks, false));
    let unit = fixture.begin().await;
    give_clicks(&*unit, &mut links[4..5], |_| 9).await;
    let listed = unit.links().list(&query).await.unwrap();
    assert_eq!(listed.last(), Some(&links[4]), "also within the unit");
    commit(unit).await;
    links.sort_by_key(|link| (link.clicks.counts.clicks(), link.id));
    assert_eq!(fixture.list_links(&query).await, links);
}

pub async fn deleted_links_are_ordered_likewise(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let mut deleted = Vec::new();
    for (code, created_at, deleted_at) in [("b", 1, 9), ("a", 1, 8), ("b", 2, 7), ("b", 1, 6)] {
        let mut link = own(ann, code);
        link.created_at = moment(created_at);
        deleted.push(fixture.insert_tombstone(&link, moment(deleted_at)).await);
    }
    let unit = fixture.begin().await;
    give_clicks(&*unit, &mut deleted, |place| [2, 1, 2, 0][place]).await;
    commit(unit).await;
    let [b1, a1, b2, b3] = ids(&deleted)[..] else {
        panic!("four were deleted");
    };
    let trash = LinkQuery {
        state: LinkStateFilter::DeletedAfter(moment(0)),
        ..sorted(ann, by(LinkSortKey::Created, false))
    };
    assert_order(fixture, &trash, &[b1, a1, b3, b2]).await;
    let trash = LinkQuery {
        sort: by(LinkSortKey::Slug, false),
        ..trash
    };
    assert_order(fixture, &trash, &[a1, b1, b2, b3]).await;
    let trash = LinkQuery {
        sort: by(LinkSortKey::Clicks, false),
        ..trash
    };
    assert_order(fixture, &trash, &[b3, a1, b1, b2]).await;
}

/// Links of which some are alike in either order.
async fn lookalikes(fixture: &StoreFixture, owner: UserId) -> Vec<Link> {
    let mut links = Vec::new();
    for (code, seconds) in [("b", 1), ("a", 1), ("d", 3), ("e", 2)] {
        let pair = [own(owner, code), new_global_link(owner, code)];
        for mut link in pair {
            link.created_at = moment(seconds);
            links.push(link);
        }
    }
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &links).await;
    give_clicks(&*unit, &mut links, |place| LOOKALIKE_CLICKS[place]).await;
    commit(unit).await;
    links
}

const LOOKALIKE_CLICKS: [u64; 8] = [3, 0, 1, 1, 0, 3, 2, 7];

pub async fn a_page_begins_right_behind_its_cursor(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    lookalikes(fixture, ann).await;
    fixture
        .insert_links(&["a", "b", "d", "e"].map(|code| own(bob, code)))
        .await;
    for sort in SORTS {
        let query = sorted(ann, sort);
        let all = fixture.list_links(&query).await;
        assert_eq!(all.len(), 8);
        for (index, link) in all.iter().enumerate() {
            let rest = &all[index + 1..];
            let query = LinkQuery {
                after: Some(place(link, sort.key)),
                ..query.clone()
            };
            assert_eq!(fixture.list_links(&query).await, rest, "{query:?}");
            let two = LinkQuery { limit: 2, ..query };
            let first_two = &rest[..2.min(rest.len())];
            assert_eq!(fixture.list_links(&two).await, first_two, "{two:?}");
        }
    }
}

pub async fn a_cursor_whose_link_is_gone_keeps_its_place(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let links = lookalikes(fixture, ann).await;
    for sort in SORTS {
        let query = sorted(ann, sort);
        let all = fixture.list_links(&query).await;
        for (index, link) in all.iter().enumerate() {
            let query = LinkQuery {
                after: Some(place(link, sort.key)),
                ..query.clone()
            };
            fixture.set_deleted(link, Some(moment(9))).await;
            assert_eq!(fixture.list_links(&query).await, all[index + 1..]);
            fixture.set_deleted(link, None).await;
        }
    }
    // Not even their rows are left.
    let gone = [&links[0], &links[3]];
    for link in gone {
        fixture.set_deleted(link, Some(moment(9))).await;
    }
    let unit = fixture.begin().await;
    assert_eq!(unit.tombstones().delete(moment(9), 1_000).await.unwrap(), 2);
    commit(unit).await;
    for sort in SORTS {
        let query = sorted(ann, sort);
        for link in gone {
            let cursor = place(link, sort.key);
            let mut expected = fixture.list_links(&query).await;
            expected.retain(|other| comes_after(&place(other, sort.key), &cursor, sort));
            let query = LinkQuery {
                after: Some(cursor),
                ..query.clone()
            };
            assert_eq!(fixture.list_links(&query).await, expected, "{query:?}");
        }
    }
}

/// Whether `place` comes after `other` in this order.
pub(super) fn comes_after(place: &LinkCursor, other: &LinkCursor, sort: LinkSort) -> bool {
    let rising = match (place, other) {
        (LinkCursor::Created(at, id), LinkCursor::Created(other, other_id)) => {
            (at, id) > (other, other_id)
        }
        (LinkCursor::Slug(slug, id), LinkCursor::Slug(other, other_id)) => {
            (slug, id) > (other, other_id)
        }
        (LinkCursor::Clicks(clicks, id), LinkCursor::Clicks(other, other_id)) => {
            (clicks, id) > (other, other_id)
        }
        _ => panic!("two places of one order"),
    };
    rising != sort.descending && place != other
}

pub async fn a_place_where_no_link_ever_was_is_one(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    lookalikes(fixture, ann).await;
    let (first, last) = (LinkId(i64::MIN), LinkId(i64::MAX));
    for (cursor, behind, before) in [
        (LinkCursor::Created(moment(2), first), 4, 4),
        (LinkCursor::Created(moment(2), last), 2, 6),
        (LinkCursor::Created(just_after(moment(1)), first), 4, 4),
        (LinkCursor::Created(moment(-9), last), 8, 0),
        (LinkCursor::Slug(slug("b"), first), 6, 2),
        (LinkCursor::Slug(slug("b"), last), 4, 4),
        (LinkCursor::Slug(slug("aa"), first), 6, 2),
        (LinkCursor::Slug(slug("z"), first), 0, 8),
        (LinkCursor::Slug(slug("Z"), last), 8, 0),
        (LinkCursor::Clicks(1, first), 6, 2),
        (LinkCursor::Clicks(1, last), 4, 4),
        (LinkCursor::Clicks(4, first), 1, 7),
        (LinkCursor::Clicks(0, first), 8, 0),
        (LinkCursor::Clicks(u64::MAX, last), 0, 8),
    ] {
        for (descending, expected) in [(false, behind), (true, before)] {
            let query = LinkQuery {
                after: Some(cursor.clone()),
                ..sorted(ann, by(cursor.key(), descending))
            };
            let listed = fixture.list_links(&query).await;
            assert_eq!(listed.len(), expected, "{query:?}");
        }
    }
}

pub async fn a_cursor_of_another_order_is_refused(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let link = fixture.insert_link(&own(ann, "promo")).await;
    for sort in SORTS {
        let other = match sort.key {
            LinkSortKey::Created => LinkSortKey::Slug,
            LinkSortKey::Slug => LinkSortKey::Clicks,
            LinkSortKey::Clicks => LinkSortKey::Created,
        };
        let query = LinkQuery {
            after: Some(place(&link, other)),
            ..sorted(ann, sort)
        };
        assert_broken(&fixture.store.links().list(&query).await);
        let unit = fixture.begin().await;
        assert_broken(&unit.links().list(&query).await);
    }
}
