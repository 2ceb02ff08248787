//! Lists of links: which way each is read, so that its first page comes soon however many links there are.
//!
//! A list is walked: read in its order from an index that has it, until the page is full. Where few links may pass a filter, the
//! walk ends after a stretch, and what is left is gathered: all that pass are looked up by another index, and sorted.

mod index;
mod place;
mod search;
mod source;
mod state;
mod statement;

use korotko_core::id::UserId;
use korotko_core::link::Link;
use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

use crate::session::Session;
use index::Indexed;
use place::Place;
use source::Source;
use statement::Listing;

/// How many links the first stretch of a walk goes past: a few milliseconds' worth. Of 100,000 links, those that fewer than 26 of
/// a stretch pass are 2,600, which takes about as long again to gather.
const STRETCH: u64 = 1_000;

/// By what links are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gathering {
    /// By the index that this source has for them.
    From(Source),
    /// By the index of their texts.
    Text,
}

/// The way in which a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Walk(Source),
    Gather(Gathering),
    /// A stretch of a walk, and if the page is not full then, all that pass.
    WalkThenGather(Source, Gathering),
}

pub(super) async fn list<C: ConnectionTrait>(
    session: &Session<C>,
    query: &LinkQuery,
) -> Result<Vec<Link>, StoreError> {
    let after = query.after.as_ref();
    if after.is_some_and(|after| after.key() != query.sort.key) {
        return Err(StoreError::internal(
            "the place is not in a list of this order",
        ));
    }
    let listing = Listing {
        query,
        backend: session.reader().get_database_backend(),
    };
    match plan(query, listing.backend) {
        Plan::Walk(source) => links(session, &listing, listing.walk(source, None)).await,
        Plan::Gather(by) => gather(session, &listing, by).await,
        Plan::WalkThenGather(source, by) => {
            // Each answer is that of one statement, so that no link is missed which stood all the while.
            let milestone = listing.milestone(source, STRETCH);
            let end = Place::find(session, &milestone, query.sort.key).await?;
            let Some(end) = end else {
                return links(session, &listing, listing.walk(source, None)).await;
            };
            let found = links(session, &listing, listing.walk(source, Some(&end))).await?;
            if found.len() as u64 >= u64::from(query.limit) {
                return Ok(found);
            }
            gather(session, &listing, by).await
        }
    }
}

/// How many links of `owner` are not deleted: as many as one index has of them.
pub(super) async fn count<C: ConnectionTrait>(
    session: &Session<C>,
    owner: UserId,
) -> Result<u64, StoreError> {
    let rows: Vec<Count> = session.rows(&statement::count(owner)).await?;
    let count = rows.first().map_or(0, |row| row.count);
    u64::try_from(count).map_err(StoreError::internal)
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

fn plan(query: &LinkQuery, backend: DbBackend) -> Plan {
    let text = query.text.as_ref();
    let indexed = text.is_some_and(|text| search::is_indexed(text, backend));
    let source = Source::for_query(query);
    let by = if indexed {
        Gathering::Text
    } else {
        Gathering::From(source)
    };
    // What has the order by which nothing else is kept.
    let walked = match query.sort.key {
        LinkSortKey::Clicks => Source::Clicks,
        LinkSortKey::Created | LinkSortKey::Slug => Source::Links,
    };
    match query.sort.key {
        LinkSortKey::Created if indexed => Plan::WalkThenGather(source, by),
        LinkSortKey::Created => Plan::Walk(source),
        // The trash is not in the index of the codes, and a small part of that of the clicks.
        _ if matches!(query.state, LinkStateFilter::DeletedAfter(_)) => {
            Plan::Gather(Gathering::From(source))
        }
        _ if indexed || is_sparse(query) => Plan::WalkThenGather(walked, by),
        _ => Plan::Walk(walked),
    }
}

/// Whether few of an owner's links may pass, of which some index knows.
fn is_sparse(query: &LinkQuery) -> bool {
    query.tag.is_some()
        || query.collection.is_some()
        || query.created_from.is_some()
        || query.created_until.is_some()
        || source::is_rare(query.state)
}

async fn gather<C: ConnectionTrait>(
    session: &Session<C>,
    listing: &Listing<'_>,
    by: Gathering,
) -> Result<Vec<Link>, StoreError> {
    let select = match (by, listing.query.text.as_ref()) {
        (Gathering::Text, Some(text)) => {
            let matching = search::matching(session, listing.query.owner, text).await?;
            listing.gather_matching(matching)
        }
        (Gathering::From(source), _) => listing.gather(source),
        (Gathering::Text, None) => listing.gather(Source::Links),
    };
    links(session, listing, select).await
}

async fn links<C: ConnectionTrait>(
    session: &Session<C>,
    listing: &Listing<'_>,
    select: Indexed,
) -> Result<Vec<Link>, StoreError> {
    session.counted_links(&listing.counted(select)).await
}
