//! The rows by which links are found by their tags.

use std::collections::{BTreeSet, HashMap};

use korotko_core::link::{Link, Tag};
use korotko_core::ports::StoreError;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entities::link_tag::{Column, Entity, Model};
use crate::session::Session;
use crate::time::micros;

/// How many rows are written at a time; PostgreSQL allows 65,535 parameters, SQLite half as many.
const CHUNK: usize = 1_000;

impl<C: ConnectionTrait> Session<C> {
    /// Writes the tags of new links.
    pub(crate) async fn insert_tags(&self, links: &[&Link]) -> Result<(), StoreError> {
        let rows: Vec<Model> = links.iter().flat_map(|link| rows(link)).collect();
        for rows in rows.chunks(CHUNK) {
            self.insert_tag_rows(rows).await?;
        }
        Ok(())
    }

    /// Updates the tags of distinct links, whose `created_at` must be the stored one.
    pub(crate) async fn update_tags(&self, links: &[&Link]) -> Result<(), StoreError> {
        let ids = links.iter().map(|link| link.id.0);
        let select = Entity::find().filter(Column::LinkId.is_in(ids));
        let found = select.all(self.writer()?).await;
        let mut old: HashMap<i64, BTreeSet<Model>> = HashMap::new();
        for row in found.map_err(|error| self.fail(error))? {
            old.entry(row.link_id).or_default().insert(row);
        }
        let is_new =
            |link: &&&Link| old.remove(&link.id.0).unwrap_or_default() != rows(link).collect();
        let changed: Vec<&Link> = links.iter().filter(is_new).copied().collect();
        if changed.is_empty() {
            return Ok(());
        }
        let ids = changed.iter().map(|link| link.id.0);
        let delete = Entity::delete_many().filter(Column::LinkId.is_in(ids));
        self.delete_all(delete).await?;
        self.insert_tags(&changed).await
    }

    async fn insert_tag_rows(&self, rows: &[Model]) -> Result<(), StoreError> {
        let mut insert = Query::insert()
            .into_table(Entity)
            .columns([
                Column::OwnerId,
                Column::Folded,
                Column::CreatedAt,
                Column::LinkId,
            ])
            // Two stored tags may fold to the same text.
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .to_owned();
        for row in rows {
            insert.values_panic([
                row.owner_id.into(),
                row.folded.as_str().into(),
                row.created_at.into(),
                row.link_id.into(),
            ]);
        }
        let inserted = self.writer()?.execute(&insert).await;
        inserted.map_err(|error| self.fail(error)).map(drop)
    }
}

/// A row for each tag; none for a link without an owner, which is never listed.
fn rows(link: &Link) -> impl Iterator<Item = Model> {
    let row = |owner_id: i64, tag: &Tag| Model {
        owner_id,
        folded: tag.folded(),
        created_at: micros(link.created_at),
        link_id: link.id.0,
    };
    let owner = link.owner.iter();
    owner.flat_map(move |owner| {
        link.tags
            .as_slice()
            .iter()
            .map(move |tag| row(owner.0, tag))
    })
}
