use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};

use crate::entities::link::Column;
use crate::entities::{collection_link, link, link_click, link_tag};

/// Whether probably few links are in this state, for which there is an index.
pub(super) fn is_rare(state: LinkStateFilter) -> bool {
    match state {
        LinkStateFilter::NotDeleted
        | LinkStateFilter::LiveAt(_)
        | LinkStateFilter::DeletedAfter(_) => false,
        LinkStateFilter::ExpiredAt(_)
        | LinkStateFilter::Exhausted
        | LinkStateFilter::Disabled
        | LinkStateFilter::Blocked => true,
    }
}

/// A table from which links can be listed, with its own index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The table of links.
    Links,
    /// The click totals, in order of clicks.
    Clicks,
    /// The links with one tag, in order of creation.
    Tag,
    /// The links of one collection, in order of creation.
    Collection,
}

impl Source {
    /// The source with the fewest links that do not match `query`.
    pub(super) fn for_query(query: &LinkQuery) -> Self {
        // These states have indexes as well, probably with fewer links than a tag.
        let rare = is_rare(query.state) || matches!(query.state, LinkStateFilter::DeletedAfter(_));
        match (query.collection, &query.tag) {
            (Some(_), _) => Self::Collection,
            (None, Some(_)) if !rare => Self::Tag,
            _ => Self::Links,
        }
    }

    /// Selects from its table.
    pub(super) fn table(self, select: &mut SelectStatement) {
        match self {
            Self::Links => select.from(link::Entity),
            Self::Clicks => select.from(link_click::Entity),
            Self::Tag => select.from(link_tag::Entity),
            Self::Collection => select.from(collection_link::Entity),
        };
    }

    /// Joins the links.
    pub(super) fn join(self, select: &mut SelectStatement) {
        if self != Self::Links {
            let same = Column::Id.into_expr().eq(self.id());
            select.inner_join(link::Entity, same);
        }
    }

    /// The link's time of creation.
    pub(super) fn age(self) -> Expr {
        match self {
            Self::Links | Self::Clicks => Column::CreatedAt.into_expr(),
            Self::Tag => link_tag::Column::CreatedAt.into_expr(),
            Self::Collection => collection_link::Column::LinkCreatedAt.into_expr(),
        }
    }

    /// The link's id.
    pub(super) fn id(self) -> Expr {
        match self {
            Self::Links => Column::Id.into_expr(),
            Self::Clicks => link_click::Column::LinkId.into_expr(),
            Self::Tag => link_tag::Column::LinkId.into_expr(),
            Self::Collection => collection_link::Column::LinkId.into_expr(),
        }
    }

    /// The columns that order a list.
    pub(super) fn order(self, key: LinkSortKey) -> [Expr; 2] {
        match key {
            LinkSortKey::Created => [self.age(), self.id()],
            LinkSortKey::Slug => [Column::Slug.into_expr(), self.id()],
            LinkSortKey::Clicks => [link_click::Column::Clicks.into_expr(), self.id()],
        }
    }
}
