//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): the order, and the places in it.

use super::StoreFixture;
use super::given::{
    With, assert_broken, commit, just_after, just_before, moment, new_global_link, slug,
};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, by, insert_all, own};
use super::link_model::{LinkModel, place};
use super::suite::checks;
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter};

checks! { $ __link_order_checks, link_order:
    links_are_listed_in_every_order,
    a_click_moves_a_link_in_the_order,
    a_page_begins_right_behind_its_cursor,
    a_cursor_whose_link_is_gone_keeps_its_place,
    a_place_where_no_link_ever_was_is_one,
    a_cursor_of_another_order_is_refused,
}

/// In rising order byte by byte: no database's own idea of an alphabet counts.
const CODES: [&str; 20] = [
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

/// Two links of each code, of which many are alike in an order; every third is deleted.
async fn lookalikes(fixture: &StoreFixture, owner: UserId) -> LinkModel {
    // 7 has no divisor in common with 20: the codes rise neither with the ids nor with the moments.
    let codes = (0..CODES.len()).map(|index| CODES[index * 7 % CODES.len()]);
    let pairs = codes.flat_map(|code| [own(owner, code), new_global_link(owner, code)]);
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
    // Of 4 clicks 3 are of people, of 5 as well.
    give_clicks(&*unit, &mut links, |index| [5, 0, 4, 100, 1][index / 2 % 5]).await;
    commit(unit).await;
    LinkModel {
        links,
        ..LinkModel::default()
    }
}

pub async fn links_are_listed_in_every_order(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let model = lookalikes(fixture, ann).await;
    fixture
        .insert_links(&["a", "b"].map(|code| own(bob, code)))
        .await;
    for query in orders(ann) {
        model.assert_listed(fixture, &query).await;
    }
}

pub async fn a_click_moves_a_link_in_the_order(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut model = lookalikes(fixture, ann).await;
    let by_clicks = by(LinkSortKey::Clicks, false);
    let query = sorted(ann, LinkStateFilter::NotDeleted, by_clicks);
    let unit = fixture.begin().await;
    give_clicks(&*unit, &mut model.links[4..5], |_| 900).await;
    let listed = unit.links().list(&query).await.unwrap();
    assert_eq!(listed.last(), Some(&model.links[4]), "also within the unit");
    commit(unit).await;
    model.assert_listed(fixture, &query).await;
}

/// The pages of every list behind these places.
async fn assert_pages(fixture: &StoreFixture, model: &LinkModel, owner: UserId, gone: &LinkModel) {
    for query in orders(owner) {
        for link in &gone.links {
            let after = Some(place(link, query.sort.key));
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

/// Also behind a link of the other state.
pub async fn a_page_begins_right_behind_its_cursor(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let model = lookalikes(fixture, ann).await;
    fixture
        .insert_links(&["a", "b"].map(|code| own(bob, code)))
        .await;
    assert_pages(fixture, &model, ann, &model).await;
}

/// Not even the rows of the links are left.
pub async fn a_cursor_whose_link_is_gone_keeps_its_place(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut model = lookalikes(fixture, ann).await;
    let at = moment(7);
    let links = model.links.into_iter();
    let (gone, links) =
        links.partition(|link| link.deleted_at.is_some_and(|deleted| deleted <= at));
    model.links = links;
    let gone = LinkModel {
        links: gone,
        ..LinkModel::default()
    };
    let removed = fixture.delete_tombstones(at).await;
    assert_eq!(removed, gone.links.len() as u64);
    assert_pages(fixture, &model, ann, &gone).await;
}

pub async fn a_place_where_no_link_ever_was_is_one(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let model = lookalikes(fixture, ann).await;
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
                .with(|query| query.after = Some(place(&link, other)));
            assert_broken(&fixture.store.links().list(&query).await);
            let unit = fixture.begin().await;
            assert_broken(&unit.links().list(&query).await);
        }
    }
}
