use std::collections::HashMap;

use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkBatchRepository, StoreError};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::link::{ROW_LOCK, insert};
use crate::entities::link::{Column, Entity, Model, namespace_column, not_staged};
use crate::error::lost_race;
use crate::session::Session;

/// How many links are inserted by one statement, to limit its length.
const CHUNK: usize = 250;

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
        for chunk in links.chunks(CHUNK) {
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
        // Of two links with the same slug the first gets it.
        let take = |link: &InsertLink| {
            let key = (
                namespace_column(link.namespace),
                link.slug.as_str().to_owned(),
            );
            inserted.remove(&key)
        };
        Ok(links.iter().map(take).collect())
    }

    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError> {
        self.writer()?;
        self.update_links(links).await
    }

    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let delete = Entity::delete_many().filter(Column::Id.is_in(ids));
        self.delete_all(delete).await?;
        Ok(())
    }
}
