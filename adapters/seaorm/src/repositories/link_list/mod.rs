//! Lists of links: the plan of each, so that its first page is read quickly for any number of links.
//!
//! A scan reads an index in the order of the list until the page is full. If few links may match the filter, the scan is limited,
//! and if the page is not full then, a lookup finds all matching links by another index, and sorts them.

mod cursor;
mod index;
mod scan;
mod search;
mod source;
mod state;
mod statement;

use korotko_core::link::Link;
use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter, StoreError};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::session::Session;
pub(super) use scan::scan;
pub(super) use search::occurs;

use cursor::Cursor;
use index::Indexed;
use source::Source;
use statement::Listing;

/// How many links a limited scan reads, which takes a few milliseconds. If fewer than 26 of these match, about 2,600 of 100,000
/// links do, and looking them up takes about as long again.
const SCAN_LIMIT: u64 = 1_000;

/// How links are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lookup {
    /// By the index of this source.
    From(Source),
    /// By the index of searchable texts.
    Text,
}

/// How a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Scan(Source),
    LookUp(Lookup),
    /// A limited scan, and if the page is not full then, a lookup.
    ScanThenLookUp(Source, Lookup),
}

pub(super) async fn list<C: ConnectionTrait>(
    session: &Session<C>,
    query: &LinkQuery,
) -> Result<Vec<Link>, StoreError> {
    let after = query.after.as_ref();
    if after.is_some_and(|after| after.key() != query.sort.key) {
        return Err(StoreError::internal(
            "the cursor belongs to a list of another order",
        ));
    }
    let listing = Listing {
        query,
        backend: session.reader().get_database_backend(),
    };
    match plan(query, listing.backend) {
        Plan::Scan(source) => links(session, &listing, listing.scan(source, None)).await,
        Plan::LookUp(by) => look_up(session, &listing, by).await,
        Plan::ScanThenLookUp(source, by) => {
            // Each page is the result of one statement, so that no link is missed that exists throughout.
            let scan_end = listing.scan_end(source, SCAN_LIMIT);
            let end = Cursor::find(session, &scan_end, query.sort.key).await?;
            let Some(end) = end else {
                return links(session, &listing, listing.scan(source, None)).await;
            };
            let found = links(session, &listing, listing.scan(source, Some(&end))).await?;
            if found.len() as u64 >= u64::from(query.limit) {
                return Ok(found);
            }
            look_up(session, &listing, by).await
        }
    }
}

fn plan(query: &LinkQuery, backend: DbBackend) -> Plan {
    let text = query.text.as_ref();
    let indexed = text.is_some_and(|text| search::is_indexed(text, backend));
    let source = Source::for_query(query);
    let by = if indexed {
        Lookup::Text
    } else {
        Lookup::From(source)
    };
    // The source of the order.
    let scanned = match query.sort.key {
        LinkSortKey::Clicks => Source::Clicks,
        LinkSortKey::Created | LinkSortKey::Slug => Source::Links,
    };
    match query.sort.key {
        LinkSortKey::Created if indexed => Plan::ScanThenLookUp(source, by),
        LinkSortKey::Created => Plan::Scan(source),
        // The trash is not in the index of slugs, and a small part of the index of clicks.
        _ if matches!(query.state, LinkStateFilter::DeletedAfter(_)) => {
            Plan::LookUp(Lookup::From(source))
        }
        _ if indexed || is_sparse(query) => Plan::ScanThenLookUp(scanned, by),
        _ => Plan::Scan(scanned),
    }
}

/// Whether few of an owner's links may match, for which there is an index.
fn is_sparse(query: &LinkQuery) -> bool {
    query.tag.is_some()
        || query.collection.is_some()
        || query.created_from.is_some()
        || query.created_until.is_some()
        || source::is_rare(query.state)
}

async fn look_up<C: ConnectionTrait>(
    session: &Session<C>,
    listing: &Listing<'_>,
    by: Lookup,
) -> Result<Vec<Link>, StoreError> {
    let select = match (by, listing.query.text.as_ref()) {
        (Lookup::Text, Some(text)) => {
            let matching = search::matching(session, listing.query.owner, text).await?;
            listing.look_up_matching(matching)
        }
        (Lookup::From(source), _) => listing.look_up(source),
        (Lookup::Text, None) => listing.look_up(Source::Links),
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
