//! Lists that are longer than a limited scan, compared with a model.

use korotko_contract::link_model::{LinkModel, cursor_of};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::link::{Block, BlockCause, Link, SearchText, Tag, Tags, TargetUrl, Title};
use korotko_core::ports::{
    InsertLink, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter, Store, UnitOfWork,
};
use korotko_seaorm::SeaStore;

use crate::fixtures::{Database, collect, insert_user, moment, new_link, on_both, tally};

on_both!(long_lists_equal_the_model);

/// More than a limited scan reads.
const LINKS: i64 = 2_600;

/// Links with rare and frequent words, old and new, some created at the same time.
fn link_of(number: i64, owner: UserId) -> InsertLink {
    let mut tags = vec!["all"];
    tags.extend((number % 400 == 7).then_some("rare"));
    tags.extend((number < 150).then_some("old"));
    let title = match number {
        n if n % 500 == 3 => "Иголка в стоге",
        n if n < 100 => "aged words",
        n if n % 2 == 0 => "even",
        _ => "odd_%",
    };
    InsertLink {
        target: TargetUrl::from_stored(format!("https://example.com/{}/page", number % 97)),
        title: Some(Title::parse(title).unwrap()),
        tags: Tags::parse(&tags).unwrap(),
        expires_at: (number % 40 == 1).then(|| moment(number + 10)),
        max_clicks: (number % 30 == 4).then_some(1),
        created_at: moment(number / 3),
        // A seventh of the numbers in another order than that of creation.
        ..new_link(&format!("c{:04}", (number * 7_919) % 10_007), Some(owner))
    }
}

/// Gives links clicks, many of them equally many.
async fn give_clicks(unit: &dyn UnitOfWork, links: &mut [Link]) {
    let mut tallies = Vec::new();
    for link in links {
        let clicks = u64::try_from(link.id.0 * 31 % 211).unwrap();
        if clicks < 100 {
            tallies.push(tally(link.id, link.owner, moment(7), clicks));
            link.clicks.counts.humans = clicks;
            link.clicks.last_at = Some(moment(7));
            link.clicks.last_human_at = Some(moment(7));
        }
    }
    unit.clicks().add(&tallies).await.unwrap();
}

/// Exhausts all links that have a limit, and disables and blocks some of the others.
async fn stop(unit: &dyn UnitOfWork, links: &mut [Link]) {
    for link in links {
        link.disabled_at = (link.id.0 % 35 == 2).then(|| moment(9));
        link.block = (link.id.0 % 70 == 5).then(|| Block {
            at: moment(9),
            cause: BlockCause::List,
            reason: None,
        });
        if link.max_clicks.is_some() {
            assert!(unit.clicks().consume(link.id, 1, 0).await.unwrap());
            link.exhausted = true;
        }
    }
}

/// All links as stored: every ninth deleted, every fourth in the collection.
async fn fill(store: &SeaStore) -> (LinkModel, UserId, CollectionId) {
    let owner = insert_user(store, "ann@example.com").await;
    let other = insert_user(store, "bob@example.com").await;
    let unit = store.begin().await.unwrap();
    let mut links = Vec::new();
    for start in (0..LINKS).step_by(650) {
        let chunk: Vec<_> = (start..start + 650).map(|n| link_of(n, owner)).collect();
        let inserted = unit.link_batches().insert(&chunk).await.unwrap();
        links.extend(inserted.into_iter().map(Option::unwrap));
        let others: Vec<_> = (start..start + 650).map(|n| link_of(n, other)).collect();
        unit.link_batches().insert(&others).await.unwrap();
    }
    for chunk in links.chunks_mut(1_000) {
        for link in chunk.iter_mut().step_by(9) {
            link.deleted_at = Some(moment(link.id.0));
        }
        stop(&*unit, chunk).await;
        unit.link_batches().update(chunk).await.unwrap();
        give_clicks(&*unit, chunk).await;
    }
    let members: Vec<_> = links.iter().step_by(4).map(|link| link.id).collect();
    let collection = collect(&*unit, owner, members.iter().copied()).await;
    unit.commit().await.unwrap();
    let members = members.into_iter().map(|link| (collection, link)).collect();
    (LinkModel { links, members }, owner, collection)
}

/// The filters by state; each has some links.
fn states() -> [LinkStateFilter; 7] {
    [
        LinkStateFilter::NotDeleted,
        LinkStateFilter::LiveAt(moment(1_000)),
        LinkStateFilter::ExpiredAt(moment(1_000)),
        LinkStateFilter::Exhausted,
        LinkStateFilter::Disabled,
        LinkStateFilter::Blocked,
        LinkStateFilter::DeletedAfter(moment(50)),
    ]
}

/// Queries of all filters and their combinations, each in one order.
fn queries(owner: UserId, collection: CollectionId) -> Vec<LinkQuery> {
    let texts = [
        None,
        Some("иголка"),
        Some("aged"),
        Some("even"),
        Some("d_%"),
        Some("xq"),
        Some("7"),
        Some("nowhere to be found"),
        Some("example.com/5/page"),
    ];
    let ranges = [(None, None), (Some(moment(20)), Some(moment(60)))];
    let mut queries = Vec::new();
    for text in texts {
        for tag in [None, Some("RARE"), Some("old"), Some("all")] {
            for collection in [None, Some(collection)] {
                for state in states() {
                    for (created_from, created_until) in ranges {
                        queries.push(LinkQuery {
                            text: text.map(|text| SearchText::parse(text).unwrap()),
                            tag: tag.map(|tag| Tag::parse(tag).unwrap()),
                            collection,
                            state,
                            created_from,
                            created_until,
                            sort: sort(queries.len()),
                            ..LinkQuery::for_owner(owner, 30)
                        });
                    }
                }
            }
        }
    }
    queries
}

/// One of the six orders, so that each is combined with different filters.
fn sort(number: usize) -> LinkSort {
    let keys = [LinkSortKey::Created, LinkSortKey::Slug, LinkSortKey::Clicks];
    let key = keys[(number + number / 8 + number / 32) % 3];
    LinkSort {
        key,
        descending: (number / 2 + number / 16).is_multiple_of(2),
    }
}

async fn long_lists_equal_the_model(database: Database) {
    let store = database.store().await;
    let (model, owner, collection) = fill(&store).await;
    for query in queries(owner, collection) {
        let whole = LinkQuery {
            limit: u32::MAX,
            ..query.clone()
        };
        let whole = model.list(&whole);
        let found = store.repositories().links.list(&query).await.unwrap();
        let found: Vec<_> = found.iter().collect();
        assert_eq!(found, whole[..whole.len().min(30)], "{query:?}");
        // At the end of the list as well.
        let Some(middle) = whole.len().checked_sub(20).filter(|at| *at > 0) else {
            continue;
        };
        let after = Some(cursor_of(whole[middle - 1], query.sort.key));
        let query = LinkQuery { after, ..query };
        let found = store.repositories().links.list(&query).await.unwrap();
        let found: Vec<_> = found.iter().collect();
        assert_eq!(found, whole[middle..], "{query:?}");
    }
}
