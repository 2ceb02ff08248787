use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkBatchRepository, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement, UpdateStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::link::{insert, update};
use crate::entities::link::{Column, Entity, Model, namespace_column};
use crate::error::lost_race;
use crate::session::Session;

/// How many links are inserted at a time, so that a statement stays of a bearable length.
const CHUNK: usize = 250;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> LinkBatchRepository for Session<C> {
    async fn find_for_update(&self, ids: &[LinkId]) -> Result<Vec<Link>, StoreError> {
        self.writer()?;
        let select = Entity::find()
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            // PostgreSQL sorts before it locks.
            .order_by_asc(Column::Id)
            .lock_exclusive();
        self.all(select).await
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
        self.insert_tags(&inserted.values().collect::<Vec<_>>())
            .await?;
        // Of two with the same code the first has it, and takes it out.
        let take = |link: &InsertLink| {
            let code = (
                namespace_column(link.namespace),
                link.slug.as_str().to_owned(),
            );
            inserted.remove(&code)
        };
        Ok(links.iter().map(take).collect())
    }

    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError> {
        self.writer()?;
        let mut fates = Vec::with_capacity(links.len());
        let mut written = BTreeMap::new();
        for link in links {
            let stored = self.update_if_free(link).await?;
            fates.push(stored.is_some());
            if let Some(stored) = stored {
                written.insert(link.id, stored);
            }
        }
        let written: Vec<&Link> = written.values().collect();
        self.update_tags(&written).await?;
        self.update_places(&written).await?;
        Ok(fates)
    }

    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let delete = Entity::delete_many().filter(Column::Id.is_in(ids));
        self.delete_all(delete).await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// Writes a link unless its code is taken; gives it as it is stored then.
    async fn update_if_free(&self, link: &Link) -> Result<Option<Link>, StoreError> {
        let rows: Vec<Model> = self.rows(&update_if_free(link)).await?;
        if let Some(row) = rows.into_iter().next() {
            return row.try_into().map(Some);
        }
        let found = Entity::find_by_id(link.id.0).one(self.reader()).await;
        match found.map_err(|error| self.fail(error))? {
            Some(_) => Ok(None),
            None => Err(StoreError::Missing),
        }
    }
}

fn update_if_free(link: &Link) -> UpdateStatement {
    let mut update = update(link);
    if link.deleted_at.is_none() {
        update.and_where(Expr::exists(taken(link)).not());
    }
    update
}

/// Another link, not deleted, of the same code.
fn taken(link: &Link) -> SelectStatement {
    let other = |column: Column| Expr::col(("other", column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, "other")
        .and_where(other(Column::Namespace).eq(namespace_column(link.namespace)))
        .and_where(other(Column::Slug).eq(link.slug.as_str()))
        .and_where(other(Column::DeletedAt).is_null())
        .and_where(other(Column::Id).ne(link.id.0))
        .take()
}
