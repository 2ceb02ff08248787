//! Updating many links: those whose slugs cannot conflict are written by one statement, the others one by one.

use std::collections::{BTreeMap, HashMap};

use korotko_core::link::Link;
use korotko_core::ports::StoreError;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UpdateStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::link::update;
use super::link_counts::counting_owner;
use crate::entities::link::{Column, Entity, namespace_column, written};
use crate::error::lost_race;
use crate::rows::update_links;
use crate::session::Session;
use crate::time::moment;

/// How many links are written by one statement, to limit its length.
const CHUNK: usize = 250;

/// The stored state of a link.
struct Stored {
    created_at: i64,
    /// Its namespace and slug, unless it is deleted; `None` once this call has written the link.
    slug: Option<(i64, String)>,
    counting_owner: Option<i64>,
}

impl Stored {
    /// Whether `link`, whose stored state this is, can be written without a conflict of slugs.
    fn cannot_conflict(&self, link: &Link) -> bool {
        let is_same = |(namespace, slug): &(i64, String)| {
            (*namespace, slug.as_str()) == (namespace_column(link.namespace), link.slug.as_str())
        };
        link.deleted_at.is_some() || self.slug.as_ref().is_some_and(is_same)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// Writes links in order, and returns for each whether its slug was free.
    pub(super) async fn update_links(&self, links: &[Link]) -> Result<Vec<bool>, StoreError> {
        let mut stored = self.find_stored(links).await?;
        let mut outcomes = Vec::with_capacity(links.len());
        let mut unchecked: BTreeMap<i64, &Link> = BTreeMap::new();
        let mut latest: BTreeMap<i64, Link> = BTreeMap::new();
        for link in links {
            let known = stored.get_mut(&link.id.0).ok_or(StoreError::Missing)?;
            let is_written = if known.cannot_conflict(link) && !unchecked.contains_key(&link.id.0) {
                unchecked.insert(link.id.0, link);
                true
            } else {
                self.update_unchecked(&std::mem::take(&mut unchecked))
                    .await?;
                self.update_if_free(link).await?
            };
            outcomes.push(is_written);
            if is_written {
                known.slug = None;
                let created_at = moment(known.created_at)?;
                let link = Link {
                    created_at,
                    ..link.clone()
                };
                latest.insert(link.id.0, link);
            }
        }
        self.update_unchecked(&unchecked).await?;
        let ids: Vec<i64> = latest.keys().copied().collect();
        self.update_exhausted(&ids).await?;
        let latest: Vec<&Link> = latest.values().collect();
        self.update_totals(&latest).await?;
        let owners = latest.iter().map(|link| counting_owners(&stored, link));
        self.recount_links(owners).await?;
        self.update_tags(&latest).await?;
        self.update_memberships(&latest).await?;
        Ok(outcomes)
    }

    async fn find_stored(&self, links: &[Link]) -> Result<HashMap<i64, Stored>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::CreatedAt)
            .column(Column::Namespace)
            .column(Column::Slug)
            .column(Column::DeletedAt)
            .column(Column::OwnerId)
            .filter(Column::Id.is_in(links.iter().map(|link| link.id.0)));
        let select = select.into_tuple::<(i64, i64, i64, String, Option<i64>, Option<i64>)>();
        let found = select.all(self.reader()).await;
        let rows = found.map_err(|error| self.fail(error))?.into_iter();
        let stored = rows.map(|(id, created_at, namespace, slug, deleted_at, owner)| {
            let is_kept = deleted_at.is_none();
            let stored = Stored {
                created_at,
                slug: is_kept.then_some((namespace, slug)),
                counting_owner: owner.filter(|_| is_kept),
            };
            (id, stored)
        });
        Ok(stored.collect())
    }

    async fn update_unchecked(&self, links: &BTreeMap<i64, &Link>) -> Result<(), StoreError> {
        let links: Vec<&Link> = links.values().copied().collect();
        for links in links.chunks(CHUNK) {
            let columns = written(links[0]).into_iter();
            let columns: Vec<String> = columns.map(|(column, _)| column.to_string()).collect();
            let rows = links.iter().map(|link| {
                let values = written(link).into_iter().map(|(_, value)| value);
                (link.id.0, values.collect())
            });
            let writer = self.writer()?;
            let update = update_links(writer.get_database_backend(), &columns, rows);
            let updated = writer.execute_raw(update).await;
            updated.map_err(|error| self.fail(error))?;
        }
        Ok(())
    }

    async fn update_if_free(&self, link: &Link) -> Result<bool, StoreError> {
        let updated = self.writer()?.execute(&update_if_free(link)).await;
        let updated = updated.map_err(|error| lost_race(self.fail(error)))?;
        Ok(updated.rows_affected() > 0)
    }
}

/// The user among whose links this one was counted, and the one among whose it counts now.
fn counting_owners(stored: &HashMap<i64, Stored>, link: &Link) -> (Option<i64>, Option<i64>) {
    let before = stored.get(&link.id.0);
    let before = before.and_then(|stored| stored.counting_owner);
    (before, counting_owner(link))
}

fn update_if_free(link: &Link) -> UpdateStatement {
    let mut update = update(link);
    if link.deleted_at.is_none() {
        update.and_where(Expr::exists(taken(link)).not());
    }
    update
}

/// Another link with the same slug that is not deleted.
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
