use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{DbBackend, Statement, StatementBuilder};

/// An index by owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// Links that are not deleted, in order of creation.
    Age,
    /// Links that are not deleted, in order of slugs.
    Slug,
    /// All links, deleted or not, in order of clicks: an index of the table of totals.
    Clicks,
    /// Links with an expiry that are not deleted, in order of creation.
    Expiring,
    /// Links that are exhausted, disabled or blocked and not deleted, by state and in order of creation.
    Stopped,
    /// Deleted links, in order of creation.
    Trash,
}

impl Index {
    /// The index in the order of the list, with the fewest other links.
    pub(super) fn ordered(query: &LinkQuery) -> Self {
        match query.sort.key {
            LinkSortKey::Created => Self::smallest(query),
            LinkSortKey::Slug => Self::Slug,
            LinkSortKey::Clicks => Self::Clicks,
        }
    }

    /// The index with the links of the list, and the fewest others.
    pub(super) fn smallest(query: &LinkQuery) -> Self {
        match query.state {
            LinkStateFilter::NotDeleted | LinkStateFilter::LiveAt(_) => Self::Age,
            LinkStateFilter::ExpiredAt(_) => Self::Expiring,
            LinkStateFilter::Exhausted | LinkStateFilter::Disabled | LinkStateFilter::Blocked => {
                Self::Stopped
            }
            LinkStateFilter::DeletedAfter(_) => Self::Trash,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Age => "links_list_idx",
            Self::Slug => "links_list_by_slug_idx",
            Self::Clicks => "link_clicks_list_idx",
            Self::Expiring => "links_expiring_idx",
            Self::Stopped => "links_stopped_idx",
            Self::Trash => "links_trash_idx",
        }
    }
}

/// A statement that reads links by one index. SQLite has no table statistics, and would use any index that begins with the owner;
/// PostgreSQL has statistics, and chooses well.
pub(crate) struct Indexed {
    pub(super) select: SelectStatement,
    pub(super) index: Option<Index>,
}

impl StatementBuilder for Indexed {
    fn build(&self, backend: &DbBackend) -> Statement {
        let mut statement = StatementBuilder::build(&self.select, backend);
        if let (DbBackend::Sqlite, Some(index)) = (backend, self.index) {
            let table = match index {
                Index::Clicks => r#"FROM "link_clicks""#,
                _ => r#"FROM "links""#,
            };
            let indexed = format!("{table} INDEXED BY {}", index.name());
            statement.sql = statement.sql.replacen(table, &indexed, 1);
        }
        statement
    }
}
