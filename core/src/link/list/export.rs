use std::collections::{HashMap, VecDeque};

use futures_util::stream::{Stream, try_unfold};

use super::cursor;
use crate::collection::CollectionName;
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{Link, LinkState, Links, TRASH_LIFETIME};
use crate::ports::{
    LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter, Membership, Ports, StoreError,
};

/// How many links are read at a time.
const CHUNK: u32 = 500;

/// A link with its state and the names of its collections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedLink {
    /// The link.
    pub link: Link,
    /// Its state when it was read.
    pub state: LinkState,
    /// The names of its collections.
    pub collections: Vec<CollectionName>,
}

impl Links {
    /// All links of `owner`, oldest first, and with `with_trash` those in the trash after them. Links are read a few hundred at
    /// a time, so that memory use is constant. A link that is created or deleted concurrently may or may not be included, and a
    /// deleted one may appear in both parts.
    pub fn export(
        &self,
        owner: UserId,
        with_trash: bool,
    ) -> impl Stream<Item = Result<ExportedLink, StoreError>> + Send + use<> {
        let deleted = LinkStateFilter::DeletedAfter(self.ports.clock.now() - TRASH_LIFETIME);
        let trash = with_trash.then_some(deleted);
        let export = Export {
            ports: self.ports.clone(),
            owner,
            states: [LinkStateFilter::NotDeleted]
                .into_iter()
                .chain(trash)
                .collect(),
            after: None,
            names: HashMap::new(),
            read: VecDeque::new(),
        };
        try_unfold(export, |mut export| async move {
            let next = export.next().await?;
            Ok(next.map(|link| (link, export)))
        })
    }
}

struct Export {
    ports: Ports,
    owner: UserId,
    /// The states that are still to be listed.
    states: VecDeque<LinkStateFilter>,
    after: Option<LinkCursor>,
    names: HashMap<CollectionId, Option<CollectionName>>,
    read: VecDeque<ExportedLink>,
}

impl Export {
    async fn next(&mut self) -> Result<Option<ExportedLink>, StoreError> {
        while self.read.is_empty() {
            let Some(state) = self.states.front().copied() else {
                return Ok(None);
            };
            let links = self.read_more(state).await?;
            self.after = links.last().map(|link| cursor(link, LinkSortKey::Created));
            if self.after.is_none() {
                self.states.pop_front();
            }
            self.add_collection_names(links).await?;
        }
        Ok(self.read.pop_front())
    }

    async fn read_more(&self, state: LinkStateFilter) -> Result<Vec<Link>, StoreError> {
        let query = LinkQuery {
            state,
            sort: LinkSort {
                key: LinkSortKey::Created,
                descending: false,
            },
            after: self.after.clone(),
            ..LinkQuery::for_owner(self.owner, CHUNK)
        };
        self.ports.store.links().list(&query).await
    }

    async fn add_collection_names(&mut self, links: Vec<Link>) -> Result<(), StoreError> {
        let ids: Vec<LinkId> = links.iter().map(|link| link.id).collect();
        let memberships = self.ports.store.memberships().list_by_links(&ids).await?;
        let mut collections: HashMap<LinkId, Vec<CollectionName>> = HashMap::new();
        for Membership { collection, link } in memberships {
            if let Some(name) = self.collection_name(collection).await? {
                collections.entry(link).or_default().push(name);
            }
        }
        let now = self.ports.clock.now();
        self.read.extend(links.into_iter().map(|link| ExportedLink {
            state: link.state(now),
            collections: collections.remove(&link.id).unwrap_or_default(),
            link,
        }));
        Ok(())
    }

    async fn collection_name(
        &mut self,
        id: CollectionId,
    ) -> Result<Option<CollectionName>, StoreError> {
        if let Some(name) = self.names.get(&id) {
            return Ok(name.clone());
        }
        let found = self.ports.store.collections().find_by_id(id).await?;
        let name = found.map(|collection| collection.name);
        self.names.insert(id, name.clone());
        Ok(name)
    }
}
