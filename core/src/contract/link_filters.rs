//! Checks of [`LinkRepository::list`](crate::ports::LinkRepository::list): filters together.
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{commit, moment};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, ids, insert_all, own, search, tag, tags, title};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::Link;
use crate::ports::{InsertLink, LinkQuery, LinkSort, LinkSortKey, Membership, Standing};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_filters_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_filters:
            every_filter_narrows_what_the_others_leave,
        }
    };
}

/// By what a link is found, a bit each, and above them by which [`standing`].
const TEXT: usize = 1;
const TAG: usize = 2;
const SET: usize = 4;
const CREATED: usize = 8;
const FILTERS: usize = 16;
const STANDINGS: usize = 4;

fn standing(number: usize) -> Standing {
    match number {
        0 => Standing::LiveAt(moment(500)),
        1 => Standing::ExpiredAt(moment(500)),
        2 => Standing::DeletedAfter(moment(600)),
        _ => Standing::NotDeleted,
    }
}

/// A link that the filters of `kind` find. Some are made at one moment.
fn sample(owner: UserId, kind: usize) -> InsertLink {
    // 37 has no divisor in common with 64, so that the codes differ, and are not in the order of the ids.
    let code = format!("s{:02}", kind * 37 % (FILTERS * STANDINGS));
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
    let expiries = [Some(501), Some(500), Some(1), None];
    link.expires_at = expiries[kind / FILTERS].map(moment);
    link
}

/// A link of every kind, of which the third standing is deleted, and the set that some are in.
async fn samples(fixture: &StoreFixture, owner: UserId) -> (Vec<Link>, CollectionId) {
    let collection = fixture.insert_collection(owner, "Set").await.id;
    let samples: Vec<_> = (0..FILTERS * STANDINGS)
        .map(|kind| sample(owner, kind))
        .collect();
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &samples).await;
    for link in &mut links[2 * FILTERS..3 * FILTERS] {
        link.deleted_at = Some(moment(601));
    }
    unit.link_batches().update(&links).await.unwrap();
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
fn expected(links: &[Link], filters: usize, standing: usize, sort: LinkSort) -> Vec<LinkId> {
    let mut found: Vec<&Link> = links
        .iter()
        .enumerate()
        .filter(|(kind, _)| kind & filters == filters)
        .filter(|(kind, _)| match standing {
            // The fourth kind has no end, and so it is live.
            0 => matches!(kind / FILTERS, 0 | 3),
            1 | 2 => kind / FILTERS == standing,
            _ => kind / FILTERS != 2,
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
        for number in 0..STANDINGS {
            for sort in SORTS {
                let query = LinkQuery {
                    text: search("needle").filter(|_| asked(TEXT)),
                    tag: tag("ВЕСНА").filter(|_| asked(TAG)),
                    collection: asked(SET).then_some(collection),
                    standing: standing(number),
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
