use korotko_core::id::LinkId;
use korotko_core::link::{SearchText, Slug, Tag};
use korotko_core::ports::{
    CollectionQuery, LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter, Store,
};

use crate::library::{Library, Owner};
use crate::measure::{Database, Times, moment};

/// A page as the API reads it: one more than it shows.
const PAGE: u32 = 26;

const TIMES: usize = 300;

pub async fn measure(database: &Database, library: &Library) {
    println!(
        "| First page of {} | found | half within ms | 99 % within ms |",
        PAGE - 1
    );
    println!("|---|---|---|---|");
    let store: &dyn Store = &*database.store;
    for owner in [&library.some, &library.most] {
        for (name, query) in queries(owner) {
            let found = store.links().list(&query).await.unwrap().len();
            let times =
                Times::measure(TIMES, async || store.links().list(&query).await.unwrap()).await;
            print(&format!("{} links, {name}", owner.count), found, &times);
        }
        let collections = CollectionQuery::for_owner(owner.id, PAGE);
        let times = Times::measure(TIMES, async || {
            store.collections().list(&collections).await.unwrap()
        });
        print(
            "the collections, with the number of links in each",
            1,
            &times.await,
        );
        let times = Times::measure(TIMES, async || {
            store.links().count_by_owner(owner.id).await.unwrap()
        });
        print("the number of links", 1, &times.await);
    }
}

fn print(name: &str, found: usize, times: &Times) {
    let (half, max) = (times.percentile(50), times.percentile(99));
    println!("| {name} | {found} | {half:.2} | {max:.2} |");
}

type Named = (&'static str, LinkQuery);

fn queries(owner: &Owner) -> Vec<Named> {
    let all = LinkQuery::for_owner(owner.id, PAGE);
    let mut queries = plain(owner, &all);
    queries.extend(of_collections_and_tags(owner, &all));
    queries.extend(of_texts(&all));
    queries.extend(mixed(owner, &all));
    queries
}

fn plain(owner: &Owner, all: &LinkQuery) -> Vec<Named> {
    let (now, middle) = (moment(owner.count), moment(owner.count / 2));
    let slug = Slug::parse("S000000").unwrap();
    let after = |after, query| LinkQuery {
        after: Some(after),
        ..query
    };
    let created = |from: usize, until: usize| LinkQuery {
        created_from: Some(moment(from)),
        created_until: Some(moment(until)),
        ..all.clone()
    };
    let middle = after(LinkCursor::Created(middle, LinkId(1)), all.clone());
    let middle_slug = after(LinkCursor::Slug(slug, LinkId(1)), by_slug(all));
    let trash = LinkStateFilter::DeletedAfter(moment(0));
    vec![
        ("newest", all.clone()),
        ("newest, from the middle on", middle),
        ("by slug", by_slug(all)),
        ("by clicks", by_clicks(all)),
        ("by slug, from the middle on", middle_slug),
        ("live", in_state(LinkStateFilter::LiveAt(now), all)),
        ("expired", in_state(LinkStateFilter::ExpiredAt(now), all)),
        ("exhausted", in_state(LinkStateFilter::Exhausted, all)),
        ("in the trash", in_state(trash, all)),
        ("created lately", created(owner.count - 5_000, owner.count)),
        ("created long ago", created(100, 5_000)),
    ]
}

fn of_collections_and_tags(owner: &Owner, all: &LinkQuery) -> Vec<Named> {
    let collection = of_collection(owner, all);
    vec![
        ("of a collection of 10,000", collection.clone()),
        ("of a collection of 10,000, by slug", by_slug(&collection)),
        ("of a tag on 20 links", tagged("rare", all)),
        ("of a tag on one link in 500", tagged("topic 7", all)),
        ("of a tag on half of all", tagged("campaign", all)),
    ]
}

fn of_texts(all: &LinkQuery) -> Vec<Named> {
    let cases = [
        ("text in 20 links", "quetzalcoatlus"),
        ("text in all", "https://"),
        ("text in the oldest tenth alone", "legacy"),
        ("text in none", "quetzalcoatlus northropi"),
        (
            "text in none, of what is in all",
            "https://www.example/topic",
        ),
        ("short text in many", "qu"),
        ("short text in none", "ъё"),
    ];
    cases.map(|(name, text)| (name, of_text(text, all))).into()
}

fn mixed(owner: &Owner, all: &LinkQuery) -> Vec<Named> {
    let rare = of_text("quetzalcoatlus", all);
    let expired = in_state(LinkStateFilter::ExpiredAt(moment(owner.count)), all);
    let absent = of_text("quetzalcoatlus northropi", &of_collection(owner, all));
    vec![
        ("text in 20 links, by slug", by_slug(&rare)),
        (
            "text in 20 links, of a tag on half",
            tagged("campaign", &rare),
        ),
        ("text in none, of a collection of 10,000", absent),
        (
            "of a tag on 20 links, by slug",
            by_slug(&tagged("rare", all)),
        ),
        (
            "of a tag on half, by slug",
            by_slug(&tagged("campaign", all)),
        ),
        (
            "of a tag on 20 links, by clicks",
            by_clicks(&tagged("rare", all)),
        ),
        (
            "of a tag on half, by clicks",
            by_clicks(&tagged("campaign", all)),
        ),
        ("text in 20 links, by clicks", by_clicks(&rare)),
        (
            "of a tag on one in 500, expired",
            tagged("topic 7", &expired),
        ),
        ("expired, by slug", by_slug(&expired)),
    ]
}

fn by_clicks(query: &LinkQuery) -> LinkQuery {
    let sort = LinkSort {
        key: LinkSortKey::Clicks,
        descending: true,
    };
    let query = query.clone();
    LinkQuery { sort, ..query }
}

fn by_slug(query: &LinkQuery) -> LinkQuery {
    let sort = LinkSort {
        key: LinkSortKey::Slug,
        descending: false,
    };
    let query = query.clone();
    LinkQuery { sort, ..query }
}

fn tagged(tag: &str, query: &LinkQuery) -> LinkQuery {
    let tag = Some(Tag::parse(tag).unwrap());
    let query = query.clone();
    LinkQuery { tag, ..query }
}

fn of_collection(owner: &Owner, query: &LinkQuery) -> LinkQuery {
    let collection = Some(owner.collection);
    let query = query.clone();
    LinkQuery {
        collection,
        ..query
    }
}

fn of_text(text: &str, query: &LinkQuery) -> LinkQuery {
    let text = Some(SearchText::parse(text).unwrap());
    let query = query.clone();
    LinkQuery { text, ..query }
}

fn in_state(state: LinkStateFilter, query: &LinkQuery) -> LinkQuery {
    let query = query.clone();
    LinkQuery { state, ..query }
}
