//! Checks of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list): combined filters.

use super::StoreFixture;
use super::given::{With, commit, moment};
use super::given_clicks::give_clicks;
use super::given_links::{SORTS, insert_all, list_block, own, search, tag, tags, title};
use super::link_model::LinkModel;
use super::suite::checks;
use korotko_core::id::{CollectionId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter, UnitOfWork};

checks! { $ __link_filters_checks, link_filters:
    all_filters_combine,
}

/// The filters that match a link, a bit each, and above them the index of its state in [`STATES`].
const TEXT: usize = 1;
const TAG: usize = 2;
const COLLECTION: usize = 4;
const CREATED: usize = 8;
const FILTERS: usize = 16;
const STATES: [fn() -> LinkStateFilter; 7] = [
    || LinkStateFilter::LiveAt(moment(500)),
    || LinkStateFilter::ExpiredAt(moment(500)),
    || LinkStateFilter::DeletedAfter(moment(600)),
    || LinkStateFilter::NotDeleted,
    || LinkStateFilter::Exhausted,
    || LinkStateFilter::Disabled,
    || LinkStateFilter::Blocked,
];
const DELETED: usize = 2;
const EXHAUSTED: usize = 4;
const DISABLED: usize = 5;
const BLOCKED: usize = 6;

/// A link that the filters of `kind` match. Some are created at the same time.
fn sample(owner: UserId, kind: usize) -> InsertLink {
    // 37 has no divisor in common with 112, so that the slugs are distinct, and not in the order of the ids.
    let slug = format!("s{:03}", kind * 37 % (FILTERS * STATES.len()));
    let mut link = own(owner, &slug);
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

/// Puts links into their states, each with a weaker reason beside that of its state.
async fn set_states(unit: &dyn UnitOfWork, links: &mut [Link]) {
    for (kind, link) in links.iter_mut().enumerate() {
        let state = kind / FILTERS;
        link.deleted_at = (state == DELETED).then_some(moment(601));
        link.block = (state == BLOCKED).then(|| list_block(moment(601)));
        link.disabled_at = matches!(state, DISABLED | BLOCKED).then_some(moment(601));
        if link.max_clicks.is_some() {
            assert!(unit.clicks().consume(link.id, 1, 0).await.unwrap());
            link.exhausted = true;
        }
    }
    unit.link_batches().update(links).await.unwrap();
}

/// A link of every kind, and the collection that some are in.
async fn samples(fixture: &StoreFixture, owner: UserId) -> (LinkModel, CollectionId) {
    let collection = fixture.insert_collection(owner, "Set").await.id;
    let kinds = 0..FILTERS * STATES.len();
    let samples: Vec<_> = kinds.map(|kind| sample(owner, kind)).collect();
    let unit = fixture.begin().await;
    let mut links = insert_all(&*unit, &samples).await;
    set_states(&*unit, &mut links).await;
    give_clicks(&*unit, &mut links, |kind| kind as u64 * 11 % 7).await;
    commit(unit).await;
    let members = links.iter().enumerate();
    let members = members.filter(|(kind, _)| kind & COLLECTION != 0);
    let members: Vec<_> = members.map(|(_, link)| link.id).collect();
    fixture.join(collection, &members).await;
    let members = members.into_iter().map(|link| (collection, link)).collect();
    (LinkModel { links, members }, collection)
}

pub async fn all_filters_combine(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let (model, collection) = samples(fixture, ann).await;
    samples(fixture, bob).await;
    for filters in 0..FILTERS {
        let applies = |filter| filters & filter != 0;
        for state in STATES {
            for sort in SORTS {
                let query = LinkQuery {
                    text: search("needle").filter(|_| applies(TEXT)),
                    tag: tag("ВЕСНА").filter(|_| applies(TAG)),
                    collection: applies(COLLECTION).then_some(collection),
                    state: state(),
                    created_from: applies(CREATED).then_some(moment(100)),
                    created_until: applies(CREATED).then_some(moment(103)),
                    sort,
                    ..LinkQuery::for_owner(ann, 1_000)
                };
                model.assert_listed(fixture, &query).await;
                let two = query.with(|query| query.limit = 2);
                model.assert_listed(fixture, &two).await;
            }
        }
    }
}
