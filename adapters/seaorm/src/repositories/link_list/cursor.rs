use korotko_core::ports::{LinkCursor, LinkSortKey, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, TryGetable};

use super::index::Indexed;
use crate::number::stored;
use crate::session::Session;
use crate::time::micros;

/// A position in a list, as the database compares it.
#[derive(Debug, Clone)]
pub(super) enum Cursor {
    Created(i64, i64),
    Slug(String, i64),
    Clicks(i64, i64),
}

impl Cursor {
    /// The cursor of the row that `select` finds, if any.
    pub(super) async fn find<C: ConnectionTrait>(
        session: &Session<C>,
        select: &Indexed,
        key: LinkSortKey,
    ) -> Result<Option<Self>, StoreError> {
        let cursor = match key {
            LinkSortKey::Created => {
                let rows: Vec<Row<i64>> = session.rows(select).await?;
                let row = rows.into_iter().next();
                row.map(|Row(created_at, id)| Self::Created(created_at, id))
            }
            LinkSortKey::Slug => {
                let rows: Vec<Row<String>> = session.rows(select).await?;
                let row = rows.into_iter().next();
                row.map(|Row(slug, id)| Self::Slug(slug, id))
            }
            LinkSortKey::Clicks => {
                let rows: Vec<Row<i64>> = session.rows(select).await?;
                let row = rows.into_iter().next();
                row.map(|Row(clicks, id)| Self::Clicks(clicks, id))
            }
        };
        Ok(cursor)
    }

    /// As a row value.
    pub(super) fn value(&self) -> Expr {
        match self {
            Self::Created(number, id) | Self::Clicks(number, id) => {
                Expr::tuple([(*number).into(), (*id).into()])
            }
            Self::Slug(slug, id) => Expr::tuple([slug.as_str().into(), (*id).into()]),
        }
    }
}

impl From<&LinkCursor> for Cursor {
    fn from(cursor: &LinkCursor) -> Self {
        match cursor {
            LinkCursor::Created(created_at, id) => Self::Created(micros(*created_at), id.0),
            LinkCursor::Slug(slug, id) => Self::Slug(slug.as_str().to_owned(), id.0),
            LinkCursor::Clicks(clicks, id) => Self::Clicks(stored(*clicks), id.0),
        }
    }
}

struct Row<K>(K, i64);

impl<K: TryGetable> FromQueryResult for Row<K> {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self(row.try_get_by_index(0)?, row.try_get_by_index(1)?))
    }
}
