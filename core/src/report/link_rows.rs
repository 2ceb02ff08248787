//! The links of a report, each with its clicks.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{LinkRow, ReportOrder, ReportScope};
use crate::click::{Counts, QuarterHour, Span};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{Link, share_url};
use crate::ports::{LinkCursor, LinkQuery, Membership, Snapshot, StoreError, Timestamp};
use crate::public_url::PublicUrl;

/// How many links are read at a time.
const CHUNK: u32 = 1_000;

pub(super) struct LinkRows<'a> {
    snapshot: &'a dyn Snapshot,
    public_url: &'a PublicUrl,
    owner: UserId,
    order: &'a ReportOrder,
    now: Timestamp,
    names: HashMap<CollectionId, Option<String>>,
    rows: Vec<LinkRow>,
}

impl<'a> LinkRows<'a> {
    pub(super) fn new(
        snapshot: &'a dyn Snapshot,
        public_url: &'a PublicUrl,
        owner: UserId,
        order: &'a ReportOrder,
        now: Timestamp,
    ) -> Self {
        Self {
            snapshot,
            public_url,
            owner,
            order,
            now,
            names: HashMap::new(),
            rows: Vec::new(),
        }
    }

    /// The links of the report, most clicked first; ties are newest first.
    pub(super) async fn read(mut self) -> Result<Vec<LinkRow>, StoreError> {
        let mut after = None;
        while let Some(links) = self.read_more(after).await? {
            after = links
                .last()
                .map(|link| LinkCursor::Created(link.created_at, link.id));
            self.add(links).await?;
        }
        let bots = self.order.include_bots;
        // Stable, so that ties keep the order of the list.
        self.rows
            .sort_by_key(|row| Reverse(row.counts.clicks_with(bots)));
        Ok(self.rows)
    }

    /// The links after `after`, newest first; `None` when there are no more.
    async fn read_more(&self, after: Option<LinkCursor>) -> Result<Option<Vec<Link>>, StoreError> {
        let collection = match self.order.scope {
            ReportScope::All => None,
            ReportScope::Collection(id) => Some(id),
            ReportScope::Link(id) => return self.read_one(id, after.is_some()).await,
        };
        let query = LinkQuery {
            collection,
            after,
            ..LinkQuery::for_owner(self.owner, CHUNK)
        };
        let links = self.snapshot.links().list(&query).await?;
        Ok(Some(links).filter(|links| !links.is_empty()))
    }

    async fn read_one(&self, id: LinkId, was_read: bool) -> Result<Option<Vec<Link>>, StoreError> {
        if was_read {
            return Ok(None);
        }
        let link = self.snapshot.links().find_by_id(id).await?;
        Ok(link.map(|link| vec![link]))
    }

    async fn add(&mut self, links: Vec<Link>) -> Result<(), StoreError> {
        let ids: Vec<LinkId> = links.iter().map(|link| link.id).collect();
        let span = Span::new(
            QuarterHour::from_timestamp(self.order.from),
            QuarterHour::at_or_after(self.order.until),
        );
        let statistics = self.snapshot.statistics();
        let counts = statistics.count_by_link(&ids, &span).await?;
        let counts: HashMap<LinkId, Counts> = counts.into_iter().collect();
        let mut collections = self.collections_of(&ids).await?;
        for link in links {
            let counts = counts.get(&link.id).copied().unwrap_or_default();
            let collections = collections.remove(&link.id).unwrap_or_default();
            self.rows.push(self.row(&link, counts, collections));
        }
        Ok(())
    }

    fn row(&self, link: &Link, counts: Counts, collections: Vec<String>) -> LinkRow {
        LinkRow {
            slug: link.slug.to_string(),
            share_url: share_url(self.public_url, link).to_string(),
            target: link.target.to_string(),
            title: link.title.as_ref().map(ToString::to_string),
            tags: link
                .tags
                .as_slice()
                .iter()
                .map(ToString::to_string)
                .collect(),
            collections,
            created_at: link.created_at,
            expires_at: link.expires_at,
            state: link.state(self.now),
            counts,
            last_click_at: link.clicks.last_at_with(self.order.include_bots),
        }
    }

    async fn collections_of(
        &mut self,
        links: &[LinkId],
    ) -> Result<HashMap<LinkId, Vec<String>>, StoreError> {
        let mut names: HashMap<LinkId, Vec<String>> = HashMap::new();
        for Membership { collection, link } in
            self.snapshot.memberships().list_by_links(links).await?
        {
            if let Some(name) = self.collection_name(collection).await? {
                names.entry(link).or_default().push(name);
            }
        }
        Ok(names)
    }

    async fn collection_name(&mut self, id: CollectionId) -> Result<Option<String>, StoreError> {
        if let Some(name) = self.names.get(&id) {
            return Ok(name.clone());
        }
        let found = self.snapshot.collections().find_by_id(id).await?;
        let name = found.map(|collection| collection.name.to_string());
        self.names.insert(id, name.clone());
        Ok(name)
    }
}
