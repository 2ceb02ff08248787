use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{DbBackend, Statement, StatementBuilder};

/// An index that has the links of one owner together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// Those that are not deleted, in order of age.
    Age,
    /// Those that are not deleted, in order of their codes.
    Slug,
    /// All, deleted or not, in order of their clicks: of the table of these.
    Clicks,
    /// Those that are not deleted and will end, in order of age.
    Expiring,
    /// Those that are not deleted and whose state is whatever the time, by state and in order of age.
    Stopped,
    /// The deleted ones, in order of age.
    Trash,
}

impl Index {
    /// The one that has the list in its order, with the fewest other links.
    pub(super) fn ordered(query: &LinkQuery) -> Self {
        match query.sort.key {
            LinkSortKey::Created => Self::smallest(query),
            LinkSortKey::Slug => Self::Slug,
            LinkSortKey::Clicks => Self::Clicks,
        }
    }

    /// The one that has the links of the list, with the fewest others.
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

/// A statement that reads the links by one index. SQLite knows nothing of what is in its tables and takes any index that begins
/// with the owner; PostgreSQL counts, and does well by itself.
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
