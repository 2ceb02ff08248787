//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): the order, and cursors.

use super::StoreFixture;
use super::given::{
    With, assert_internal, commit, just_after, just_before, moment, new_global_link, slug,
};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, by, insert_all, own};
use super::link_model::{LinkModel, cursor_of};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter};

checks! { $ __link_order_checks, link_order:
    links_are_listed_in_every_order,
    a_click_changes_the_order_by_clicks,
    a_page_begins_right_after_its_cursor,
    a_cursor_of_a_removed_link_keeps_its_position,
    a_cursor_without_a_link_is_valid,
    a_cursor_of_another_order_is_refused,
}

/// In ascending order byte by byte, independent of any collation.
const SLUGS: [&str; 20] = [
    "-", "-a", "0", "1", "10", "2", "A", "AB", "Aa", "Z", "_", "_a", "a", "a-b", "a0", "aB", "a_b",
    "ab", "abc", "z",
];

/// All links of `owner` in this state and order.
fn sorted(owner: UserId, state: LinkStateFilter, sort: LinkSort) -> LinkQuery {
    LinkQuery::for_owner(owner, 1_000).with(|query| (query.state, query.sort) = (state, sort))
}

/// Every order of a user's links, and of their deleted ones.
fn orders(owner: UserId) -> impl Iterator<Item = LinkQuery> {
    let trash = LinkStateFilter::DeletedAfter(moment(0));
    let states = [LinkStateFilter::NotDeleted, trash].into_iter();
    states.flat_map(move |state| SORTS.map(|sort| sorted(owner, state, sort)))
}

/// Two links of each slug, many of which are equal by a key; every third is deleted.
async fn similar_links(fixture: &StoreFixture, owner: UserId) -> LinkModel {
    // 7 has no divisor in common with 20: the slugs ascend neither with the ids nor with the times.
    let slugs = (0..SLUGS.len()).map(|index| SLUGS[index * 7 % SLUGS.len()]);
    let pairs = slugs.flat_map(|slug| [own(owner, slug), new_global_link(owner, slug)]);
    let far = [moment(-1_000_000), moment(1_000_000)];
    let near = [
        just_before(moment(7)),
        moment(7),
        just_after(moment(7)),
        moment(7),
    ];
    let moments = [near, [far[0], near[1], near[0], far[1]]].concat();
    let links = pairs.zip(moments.into_iter().cycle());
    let links: Vec<_> = links
        .map(|(link, at)| link.with(|link| link.created_at = at))
        .collect();
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &links).await;
    for (link, index) in links.iter_mut().zip(0..).step_by(3) {
        link.deleted_at = Some(moment(9 - index % 4));
        unit.links().update(link).await.unwrap();
    }
    // Of 4 clicks 3 are of people, of 5 four are.
    give_clicks(&*unit, &mut links, |index| [5, 0, 4, 100, 1][index / 2 % 5]).await;
    commit(unit).await;
    LinkModel {
        links,
        ..LinkModel::default()
    }
}

pub async fn links_are_listed_in_every_order(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let model = similar_links(fixture, ann).await;
    fixture
        .insert_links(&["a", "b"].map(|slug| own(bob, slug)))
        .await;
    for query in orders(ann) {
        model.assert_listed(fixture, &query).await;
    }
}

pub async fn a_click_changes_the_order_by_clicks(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut model = similar_links(fixture, ann).await;
    let by_clicks = by(LinkSortKey::Clicks, false);
    let query = sorted(ann, LinkStateFilter::NotDeleted, by_clicks);
    let unit = fixture.begin().await;
    give_clicks(&*unit, &mut model.links[4..5], |_| 900).await;
    let listed = unit.links().list(&query).await.unwrap();
    assert_eq!(listed.last(), Some(&model.links[4]), "also within the unit");
    commit(unit).await;
    model.assert_listed(fixture, &query).await;
}

/// The pages of every list after these cursors.
async fn assert_pages(
    fixture: &StoreFixture,
    model: &LinkModel,
    owner: UserId,
    removed_links: &LinkModel,
) {
    for query in orders(owner) {
        for link in &removed_links.links {
            let after = Some(cursor_of(link, query.sort.key));
            for limit in [2, 1_000] {
                let query = LinkQuery {
                    after: after.clone(),
                    limit,
                    ..query.clone()
                };
                model.assert_listed(fixture, &query).await;
            }
        }
    }
}

/// Also after a link in the other state.
pub async fn a_page_begins_right_after_its_cursor(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let model = similar_links(fixture, ann).await;
    fixture
        .insert_links(&["a", "b"].map(|slug| own(bob, slug)))
        .await;
    assert_pages(fixture, &model, ann, &model).await;
}

/// The rows of the links are removed.
pub async fn a_cursor_of_a_removed_link_keeps_its_position(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut model = similar_links(fixture, ann).await;
    let at = moment(7);
    let links = model.links.into_iter();
    let (removed_links, links) =
        links.partition(|link| link.deleted_at.is_some_and(|deleted| deleted <= at));
    model.links = links;
    let removed_links = LinkModel {
        links: removed_links,
        ..LinkModel::default()
    };
    let removed = fixture.delete_tombstones(at).await;
    assert_eq!(removed, removed_links.links.len() as u64);
    assert_pages(fixture, &model, ann, &removed_links).await;
}

pub async fn a_cursor_without_a_link_is_valid(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let model = similar_links(fixture, ann).await;
    let (first, last) = (LinkId(i64::MIN), LinkId(i64::MAX));
    for cursor in [
        LinkCursor::Created(moment(7), first),
        LinkCursor::Created(moment(7), last),
        LinkCursor::Created(moment(-9), last),
        LinkCursor::Created(moment(9_000_000), first),
        LinkCursor::Slug(slug("ab"), first),
        LinkCursor::Slug(slug("ab"), last),
        LinkCursor::Slug(slug("aA"), first),
        LinkCursor::Slug(slug("zz"), first),
        LinkCursor::Slug(slug("--"), last),
        LinkCursor::Clicks(4, first),
        LinkCursor::Clicks(4, last),
        LinkCursor::Clicks(3, first),
        LinkCursor::Clicks(0, first),
        LinkCursor::Clicks(u64::MAX, last),
    ] {
        for query in orders(ann).filter(|query| query.sort.key == cursor.key()) {
            let query = query.with(|query| query.after = Some(cursor.clone()));
            model.assert_listed(fixture, &query).await;
        }
    }
}

pub async fn a_cursor_of_another_order_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "promo")).await;
    for query in orders(ann) {
        for other in SORTS.map(|sort| sort.key) {
            if other == query.sort.key {
                continue;
            }
            let query = query
                .clone()
                .with(|query| query.after = Some(cursor_of(&link, other)));
            assert_internal(&fixture.store.links().list(&query).await);
            let unit = fixture.begin().await;
            assert_internal(&unit.links().list(&query).await);
        }
    }
}
