//! The click totals of links: a row for each link, created and read together with the link.

use korotko_core::link::Link;
use korotko_core::ports::StoreError;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, Iterable, QueryTrait, StatementBuilder};

use crate::entities::link;
use crate::entities::link_click::{COUNTED, Column, Counted, Entity};
use crate::session::Session;
use crate::value_table::ValueTable;

/// The name of the selected links in a statement that joins their totals.
pub(super) const PAGE: &str = "page";

/// A table of values has no NULL, so 0 means no owner.
const INSERT: &str = "
    INSERT INTO link_clicks (link_id, owner_id) SELECT link_id, NULLIF(owner_id, 0) FROM @given";

/// Links rarely change their owner, so that almost always nothing is written.
const UPDATE: &str = "
    UPDATE link_clicks SET owner_id = NULLIF(given.owner_id, 0) FROM @given
    WHERE link_clicks.link_id = given.link_id
        AND link_clicks.owner_id IS DISTINCT FROM NULLIF(given.owner_id, 0)";

impl<C: ConnectionTrait> Session<C> {
    /// Creates the rows of new links.
    pub(super) async fn insert_totals(&self, links: &[&Link]) -> Result<(), StoreError> {
        self.write_owners(INSERT, links).await
    }

    /// Updates the owners of links.
    pub(super) async fn update_totals(&self, links: &[&Link]) -> Result<(), StoreError> {
        self.write_owners(UPDATE, links).await
    }

    async fn write_owners(&self, sql: &str, links: &[&Link]) -> Result<(), StoreError> {
        if links.is_empty() {
            return Ok(());
        }
        let owner = |link: &&Link| link.owner.map_or(0, |owner| owner.0);
        let rows = ValueTable::new("link_id", links.iter().map(|link| link.id.0))
            .numbers("owner_id", links.iter().map(owner));
        let write = rows.statement(self.backend(), sql, Vec::new());
        self.write(write).await.map(drop)
    }

    /// The links that `query` finds, with their totals.
    pub(super) async fn links(
        &self,
        query: impl QueryTrait<QueryStatement = SelectStatement>,
    ) -> Result<Vec<Link>, StoreError> {
        self.counted_links(&with_totals(query.into_query())).await
    }

    /// The links that a statement from [`with_totals`] finds.
    pub(super) async fn counted_links(
        &self,
        statement: &impl StatementBuilder,
    ) -> Result<Vec<Link>, StoreError> {
        let rows: Vec<Counted> = self.rows(statement).await?;
        rows.into_iter().map(Link::try_from).collect()
    }
}

/// The links that `select` finds, with their totals, in no particular order. The totals are joined after the links are selected,
/// so that only the totals of these are read.
pub(super) fn with_totals(select: SelectStatement) -> SelectStatement {
    let columns = link::Column::iter().map(|column| Expr::col((PAGE, column)));
    let totals = Column::LinkId.into_expr();
    Query::select()
        .exprs(columns)
        .exprs(COUNTED.map(ColumnTrait::into_expr))
        .from_subquery(select, PAGE)
        .left_join(Entity, totals.eq(Expr::col((PAGE, link::Column::Id))))
        .take()
}
