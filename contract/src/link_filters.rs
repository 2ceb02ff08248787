//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): filters together.
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{commit, moment};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, ids, insert_all, own, search, tag, tags, title};
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{
    InsertLink, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter, Membership, UnitOfWork,
};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_filters_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_filters:
            every_filter_narrows_what_the_others_leave,
        }
    };
}

/// By what a link is found, a bit each, and above them the number of its [`state`].
const TEXT: usize = 1;
const TAG: usize = 2;
const SET: usize = 4;
const CREATED: usize = 8;
const FILTERS: usize = 16;
const STATES: usize = 7;
const DELETED: usize = 2;
const ANY: usize = 3;
const EXHAUSTED: usize = 4;
const DISABLED: usize = 5;
const BLOCKED: usize = 6;

fn state(number: usize) -> LinkStateFilter {
    match number {
        0 => LinkStateFilter::LiveAt(moment(500)),
        1 => LinkStateFilter::ExpiredAt(moment(500)),
        DELETED => LinkStateFilter::DeletedAfter(moment(600)),
        EXHAUSTED => LinkStateFilter::Exhausted,
        DISABLED => LinkStateFilter::Disabled,
        BLOCKED => LinkStateFilter::Blocked,
        _ => LinkStateFilter::NotDeleted,
    }
}

/// A link that the filters of `kind` find. Some are made at one moment.
fn sample(owner: UserId, kind: usize) -> InsertLink {
    // 37 has no divisor in common with 112, so that the codes differ, and are not in the order of the ids.
    let code = format!("s{:03}", kind * 37 % (FILTERS * STATES));
    let mut link = own(owner, &code);
    if kind & TEXT != 0 {
        link.title = title("The Needle");
    }
    if kind & TAG != 0 {
        link.tags = tags(&["other", "Весна"]);
    }
    let within = if kind & CREATED == 0 { 0 } else { 100 };
    let offsets = [0, 1, 1, 2];
    link.created_at = moment(within + offsets[kind / 2 % offsets.len()]);
    let state = kind / FILTERS;
    let expiries = [Some(501), Some(500), Some(1), None, Some(1), None, None];
    link.expires_at = expiries[state].map(moment);
    link.max_clicks = matches!(state, EXHAUSTED | DISABLED).then_some(1);
    link
}

/// Brings links into their states, each with a weaker reason beside that of its state.
async fn set_states(unit: &dyn UnitOfWork, links: &mut [Link]) {
    for (kind, link) in links.iter_mut().enumerate() {
        let state = kind / FILTERS;
        link.deleted_at = (state == DELETED).then_some(moment(601));
        link.blocked_at = (state == BLOCKED).then_some(moment(601));
        link.disabled_at = matches!(state, DISABLED | BLOCKED).then_some(moment(601));
        if link.max_clicks.is_some() {
            assert!(unit.clicks().take(link.id, 1, 0).await.unwrap());
            link.exhausted = true;
        }
    }
    unit.link_batches().update(links).await.unwrap();
}

/// A link of every kind, and the set that some are in.
async fn samples(fixture: &StoreFixture, owner: UserId) -> (Vec<Link>, CollectionId) {
    let collection = fixture.insert_collection(owner, "Set").await.id;
    let samples: Vec<_> = (0..FILTERS * STATES)
        .map(|kind| sample(owner, kind))
        .collect();
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &samples).await;
    set_states(&*unit, &mut links).await;
    give_clicks(&*unit, &mut links, |kind| kind as u64 * 11 % 7).await;
    let members = links.iter().enumerate();
    let members: Vec<_> = members
        .filter(|(kind, _)| kind & SET != 0)
        .map(|(_, link)| Membership {
            collection,
            link: link.id,
        })
        .collect();
    unit.memberships().insert(&members).await.unwrap();
    commit(unit).await;
    (links, collection)
}

/// The links that should be listed, in their order.
fn expected(links: &[Link], filters: usize, state: usize, sort: LinkSort) -> Vec<LinkId> {
    let mut found: Vec<&Link> = links
        .iter()
        .enumerate()
        .filter(|(kind, _)| kind & filters == filters)
        .filter(|(kind, _)| match state {
            // The fourth kind has no end, and so it is live.
            0 => matches!(kind / FILTERS, 0 | 3),
            ANY => kind / FILTERS != DELETED,
            _ => kind / FILTERS == state,
        })
        .map(|(_, link)| link)
        .collect();
    match sort.key {
        LinkSortKey::Created => found.sort_by_key(|link| (link.created_at, link.id)),
        LinkSortKey::Slug => found.sort_by(|a, b| a.slug.cmp(&b.slug)),
        LinkSortKey::Clicks => found.sort_by_key(|link| (link.clicks.counts.clicks(), link.id)),
    }
    if sort.descending {
        found.reverse();
    }
    found.into_iter().map(|link| link.id).collect()
}

pub async fn every_filter_narrows_what_the_others_leave(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let (links, collection) = samples(fixture, ann).await;
    samples(fixture, bob).await;
    for filters in 0..FILTERS {
        let asked = |filter| filters & filter != 0;
        for number in 0..STATES {
            for sort in SORTS {
                let query = LinkQuery {
                    text: search("needle").filter(|_| asked(TEXT)),
                    tag: tag("ВЕСНА").filter(|_| asked(TAG)),
                    collection: asked(SET).then_some(collection),
                    state: state(number),
                    created_from: asked(CREATED).then_some(moment(100)),
                    created_until: asked(CREATED).then_some(moment(103)),
                    sort,
                    ..LinkQuery::of(ann, 1_000)
                };
                let listed = ids(&fixture.list_links(&query).await);
                let expected = expected(&links, filters, number, sort);
                assert!(!expected.is_empty());
                assert_eq!(listed, expected, "{query:?}");
                let after_limit = LinkQuery { limit: 2, ..query };
                let listed = ids(&fixture.list_links(&after_limit).await);
                assert_eq!(listed, expected[..2.min(expected.len())]);
            }
        }
    }
}
