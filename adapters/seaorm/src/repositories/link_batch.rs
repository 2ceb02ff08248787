use std::collections::HashMap;

use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkBatchRepository, StoreError};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

use super::link::{ROW_LOCK, insert};
use crate::entities::link::{Column, Entity, Model, namespace_column, not_staged};
use crate::error::lost_race;
use crate::number::stored;
use crate::session::Session;

/// How many links are inserted by one statement, to limit its length.
const CHUNK: usize = 250;

/// Ascending ids for as many links.
const NEXT_IDS: &str =
    "SELECT nextval(pg_get_serial_sequence('links', 'id')) FROM generate_series(1, $1)";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> LinkBatchRepository for Session<C> {
    async fn find_for_update(&self, ids: &[LinkId]) -> Result<Vec<Link>, StoreError> {
        self.writer()?;
        let select = Entity::find()
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(not_staged())
            // PostgreSQL sorts before it locks.
            .order_by_asc(Column::Id)
            .lock(ROW_LOCK);
        self.links(select).await
    }

    async fn insert(&self, links: &[InsertLink]) -> Result<Vec<Option<Link>>, StoreError> {
        self.writer()?;
        let mut inserted: HashMap<(i64, String), Link> = HashMap::new();
        for chunk in self.in_lock_order(links).await?.chunks(CHUNK) {
            let free = OnConflict::new().do_nothing().to_owned();
            let insert = insert(chunk).on_conflict(free).to_owned();
            let rows: Vec<Model> = self.rows(&insert).await.map_err(lost_race)?;
            // In no particular order.
            for row in rows {
                inserted.insert((row.namespace, row.slug.clone()), row.try_into()?);
            }
        }
        let new: Vec<&Link> = inserted.values().collect();
        self.insert_totals(&new).await?;
        self.insert_tags(&new).await?;
        self.count_links(&new).await?;
        // Of two links with the same slug the first gets it.
        let take = |link| inserted.remove(&key(link));
        Ok(links.iter().map(take).collect())
    }

    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError> {
        self.writer()?;
        self.update_links(links).await
    }

    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        self.discount_links(&ids).await?;
        self.delete_given("links", &ids).await.map(drop)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// Links to insert, with the ids that they get if the database does not assign them. On PostgreSQL they are sorted by slug, so
    /// that units which insert the same slugs in different orders wait for each other without a deadlock, and the ids ascend in the
    /// order of `links` nevertheless. SQLite has a single writer.
    async fn in_lock_order<'l>(
        &self,
        links: &'l [InsertLink],
    ) -> Result<Vec<(&'l InsertLink, Option<i64>)>, StoreError> {
        if self.backend() != DbBackend::Postgres {
            return Ok(links.iter().map(|link| (link, None)).collect());
        }
        let count = [stored(links.len() as u64).into()];
        let select = Statement::from_sql_and_values(DbBackend::Postgres, NEXT_IDS, count);
        let ids = self.read(select, |row| row.try_get_by(0).map(Some)).await?;
        let mut links: Vec<_> = links.iter().zip(ids).collect();
        // Stable: of two links with the same slug the first stays first.
        links.sort_by_cached_key(|(link, _)| key(link));
        Ok(links)
    }
}

/// What is unique among links.
fn key(link: &InsertLink) -> (i64, String) {
    let slug = link.slug.as_str().to_owned();
    (namespace_column(link.namespace), slug)
}
