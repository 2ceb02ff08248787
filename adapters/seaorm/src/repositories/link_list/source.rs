use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};

use crate::entities::link::Column;
use crate::entities::{collection_link, link, link_click, link_tag};

/// Whether probably few of the links that are not deleted are in such a state; of these there is an index.
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

/// A table from which links can be listed, each with an index of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The links themselves.
    Links,
    /// The totals of clicks, in order of these.
    Clicks,
    /// Those of one tag, in order of age.
    Tag,
    /// Those of one set, in order of age.
    Collection,
}

impl Source {
    /// The one that has the fewest links beside those that `query` wants.
    pub(super) fn for_query(query: &LinkQuery) -> Self {
        // Of such links there are lists as well, and probably shorter ones than that of a tag.
        let rare = is_rare(query.state) || matches!(query.state, LinkStateFilter::DeletedAfter(_));
        match (query.collection, &query.tag) {
            (Some(_), _) => Self::Collection,
            (None, Some(_)) if !rare => Self::Tag,
            _ => Self::Links,
        }
    }

    /// Its rows.
    pub(super) fn table(self, select: &mut SelectStatement) {
        match self {
            Self::Links => select.from(link::Entity),
            Self::Clicks => select.from(link_click::Entity),
            Self::Tag => select.from(link_tag::Entity),
            Self::Collection => select.from(collection_link::Entity),
        };
    }

    /// Their links.
    pub(super) fn join(self, select: &mut SelectStatement) {
        if self != Self::Links {
            let same = Column::Id.into_expr().eq(self.id());
            select.inner_join(link::Entity, same);
        }
    }

    /// When the link was made.
    pub(super) fn age(self) -> Expr {
        match self {
            Self::Links | Self::Clicks => Column::CreatedAt.into_expr(),
            Self::Tag => link_tag::Column::CreatedAt.into_expr(),
            Self::Collection => collection_link::Column::LinkCreatedAt.into_expr(),
        }
    }

    /// Which link.
    pub(super) fn id(self) -> Expr {
        match self {
            Self::Links => Column::Id.into_expr(),
            Self::Clicks => link_click::Column::LinkId.into_expr(),
            Self::Tag => link_tag::Column::LinkId.into_expr(),
            Self::Collection => collection_link::Column::LinkId.into_expr(),
        }
    }

    /// What a list is ordered by.
    pub(super) fn order(self, key: LinkSortKey) -> [Expr; 2] {
        match key {
            LinkSortKey::Created => [self.age(), self.id()],
            LinkSortKey::Slug => [Column::Slug.into_expr(), self.id()],
            LinkSortKey::Clicks => [link_click::Column::Clicks.into_expr(), self.id()],
        }
    }
}
