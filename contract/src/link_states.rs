//! Checks of the state of links: every store decides it by the same rule, in every call.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{With, commit, moment};
use super::given_clicks::{consume, give_clicks};
use super::given_links::{all_by_slug, ids, list_block, own, slugs};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::{Link, LinkState, Namespace};
use korotko_core::ports::{InsertLink, LinkStateFilter};

checks! { $ __link_states_checks, link_states:
    the_strongest_reason_is_the_state,
    the_last_click_exhausts_a_link,
    a_new_limit_includes_consumed_clicks,
    a_reset_limit_includes_the_totals,
    a_limit_changed_while_clicks_are_consumed_is_kept,
}

/// Every filter, with its state.
const FILTERS: [(LinkState, fn() -> LinkStateFilter); 6] = [
    (LinkState::Live, || LinkStateFilter::LiveAt(moment(500))),
    (LinkState::Expired, || {
        LinkStateFilter::ExpiredAt(moment(500))
    }),
    (LinkState::Exhausted, || LinkStateFilter::Exhausted),
    (LinkState::Disabled, || LinkStateFilter::Disabled),
    (LinkState::Blocked, || LinkStateFilter::Blocked),
    (LinkState::Deleted, || {
        LinkStateFilter::DeletedAfter(moment(500))
    }),
];

async fn state_of(fixture: &StoreFixture, link: &Link) -> LinkState {
    let stored = fixture.find_link(link.id).await.unwrap();
    let state = stored.state(moment(500));
    let route = fixture.routes.find_route(link.namespace, &stored.slug);
    let route = route.await.unwrap().unwrap();
    assert_eq!(route.state(moment(500)), state, "by the route");
    let Namespace::Personal(owner) = link.namespace else {
        return state;
    };
    for (filtered, filter) in FILTERS {
        let query = all_by_slug(owner).with(|query| query.state = filter());
        let listed = ids(&fixture.list_links(&query).await);
        let expected = filtered == state;
        assert_eq!(listed.contains(&link.id), expected, "{query:?}");
    }
    state
}

/// Whether `state` is one of these reasons, a bit each.
fn holds(reasons: usize, state: LinkState) -> bool {
    reasons >> (state as usize - 1) & 1 == 1
}

/// A link for which exactly these reasons apply.
async fn stopped(fixture: &StoreFixture, owner: UserId, reasons: usize) -> Link {
    let end = 501 - i64::from(holds(reasons, LinkState::Expired));
    let wanted = InsertLink {
        expires_at: Some(moment(end)),
        max_clicks: Some(1),
        ..own(owner, &format!("s{reasons:02}"))
    };
    let mut link = fixture.insert_link(&wanted).await;
    link.exhausted = holds(reasons, LinkState::Exhausted);
    if link.exhausted {
        assert!(consume(fixture, link.id, 1).await);
    }
    let at = |state| holds(reasons, state).then_some(moment(501));
    link.disabled_at = at(LinkState::Disabled);
    link.block = at(LinkState::Blocked).map(list_block);
    link.deleted_at = at(LinkState::Deleted);
    fixture.update_link(&link).await;
    assert_eq!(fixture.find_link(link.id).await.as_ref(), Some(&link));
    link
}

pub async fn the_strongest_reason_is_the_state(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut expected = Vec::new();
    for reasons in 0..32 {
        let link = stopped(fixture, ann, reasons).await;
        let [_, others @ ..] = LinkState::ALL;
        let holding = others.into_iter().filter(|state| holds(reasons, *state));
        let strongest = holding.max().unwrap_or(LinkState::Live);
        assert_eq!(state_of(fixture, &link).await, strongest, "{reasons:b}");
        expected.push((link, strongest));
    }
    for (state, filter) in FILTERS {
        let query = all_by_slug(ann).with(|query| query.state = filter());
        let expected = expected.iter().filter(|(_, its)| *its == state);
        let expected: Vec<&str> = expected.map(|(link, _)| link.slug.as_str()).collect();
        assert_eq!(slugs(&fixture.list_links(&query).await), expected);
    }
}

pub async fn the_last_click_exhausts_a_link(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let limited = |slug| own(ann, slug).with(|link| link.max_clicks = Some(2));
    let link = fixture.insert_link(&limited("a")).await;
    let other = fixture.insert_link(&limited("b")).await;
    for expected in [LinkState::Live, LinkState::Live, LinkState::Exhausted] {
        assert_eq!(state_of(fixture, &link).await, expected);
        let left = expected == LinkState::Live;
        assert_eq!(consume(fixture, link.id, 2).await, left);
    }
    assert_eq!(state_of(fixture, &other).await, LinkState::Live);
    let unit = fixture.begin().await;
    for _ in 0..2 {
        assert!(unit.clicks().consume(other.id, 2, 0).await.unwrap());
    }
    drop(unit);
    assert_eq!(state_of(fixture, &other).await, LinkState::Live, "undone");
}

pub async fn a_new_limit_includes_consumed_clicks(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = own(ann, "promo").with(|link| link.max_clicks = Some(3));
    let mut link = fixture.insert_link(&wanted).await;
    for _ in 0..2 {
        assert!(consume(fixture, link.id, 3).await);
    }
    for (number, (most, expected)) in [
        (Some(2), LinkState::Exhausted),
        (Some(3), LinkState::Live),
        (Some(1), LinkState::Exhausted),
        (None, LinkState::Live),
        (Some(2), LinkState::Exhausted),
        (Some(2), LinkState::Exhausted),
        (Some(9), LinkState::Live),
    ]
    .into_iter()
    .flat_map(|case| [case, case])
    .enumerate()
    {
        link.max_clicks = most;
        // The given value is ignored.
        link.exhausted = number % 3 == 0;
        if number % 2 == 0 {
            fixture.update_link(&link).await;
        } else {
            let unit = fixture.begin().await;
            let links = std::slice::from_ref(&link);
            unit.link_batches().update(links).await.unwrap();
            let locked = unit.link_batches().find_for_update(&[link.id]).await;
            let expected = expected == LinkState::Exhausted;
            assert_eq!(locked.unwrap()[0].exhausted, expected);
            commit(unit).await;
        }
        assert_eq!(state_of(fixture, &link).await, expected, "{most:?}");
    }
}

pub async fn a_reset_limit_includes_the_totals(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut link = fixture.insert_link(&own(ann, "promo")).await;
    let unit = fixture.begin().await;
    give_clicks(&*unit, std::slice::from_mut(&mut link), |_| 7).await;
    commit(unit).await;
    for (most, expected) in [(8, LinkState::Live), (7, LinkState::Exhausted)] {
        link.max_clicks = Some(most);
        let unit = fixture.begin().await;
        unit.links().update(&link).await.unwrap();
        unit.clicks().reset_consumed(link.id, 0).await.unwrap();
        commit(unit).await;
        assert_eq!(state_of(fixture, &link).await, expected, "{most}");
    }
}

pub async fn a_limit_changed_while_clicks_are_consumed_is_kept(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    for round in 0..20 {
        let wanted = own(ann, &format!("r{round}")).with(|link| link.max_clicks = Some(9));
        let link = fixture.insert_link(&wanted).await;
        let edit = async {
            let unit = fixture.begin().await;
            let mut locked = unit
                .links()
                .find_for_update(link.id)
                .await
                .unwrap()
                .unwrap();
            locked.max_clicks = Some(4);
            unit.links().update(&locked).await.unwrap();
            commit(unit).await;
        };
        // Like nodes that do not know of the edit yet.
        let taken = join_all((0..5).map(|_| consume(fixture, link.id, 9)));
        futures_util::future::join(taken, edit).await;
        assert_eq!(state_of(fixture, &link).await, LinkState::Exhausted);
    }
}
