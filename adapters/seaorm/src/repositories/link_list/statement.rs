use korotko_core::link::Tag;
use korotko_core::ports::{LinkQuery, LinkSortKey, Standing};
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, DbBackend, Iterable};

use super::place::Place;
use super::search;
use super::source::Source;
use crate::entities::link::Column;
use crate::entities::{collection_link, link_tag};
use crate::time::micros;

/// A list that is asked for, and the database that has it.
pub(super) struct Listing<'q> {
    pub(super) query: &'q LinkQuery,
    pub(super) backend: DbBackend,
}

impl Listing<'_> {
    /// The list in the order of an index, up to a place if one is given.
    pub(super) fn walk(&self, source: Source, end: Option<&Place>) -> SelectStatement {
        let order = source.order(self.query.sort.key);
        let mut select = self.page(source, order.clone());
        self.restrict_owner(&mut select, source);
        self.restrict(&mut select, source);
        if let Some(end) = end {
            let place = Expr::tuple(order);
            select.and_where(if self.query.sort.descending {
                place.gte(end.value())
            } else {
                place.lte(end.value())
            });
        }
        select
    }

    /// The place of the link that is `number` links on in the list, whether or not it passes what the index of `source` does not
    /// tell.
    pub(super) fn milestone(&self, source: Source, number: u64) -> SelectStatement {
        let by_age = self.query.sort.key == LinkSortKey::Created;
        let order = source.order(self.query.sort.key);
        let mut select = Query::select();
        select.exprs(order.clone());
        source.join(&mut select);
        self.sort(&mut select, order);
        self.restrict_owner(&mut select, source);
        self.restrict_standing(&mut select, by_age);
        if by_age {
            self.restrict_age(&mut select, source);
        }
        self.restrict_place(&mut select, source);
        select.limit(1).offset(number.saturating_sub(1)).take()
    }

    /// All that pass, by the index of a source, sorted.
    pub(super) fn gather(&self, source: Source) -> SelectStatement {
        let mut select = self.sorted_page(source);
        self.restrict_owner(&mut select, source);
        self.restrict(&mut select, source);
        select
    }

    /// All that pass of those that are `matching`, sorted.
    pub(super) fn gather_matching(&self, matching: Expr) -> SelectStatement {
        let mut select = self.sorted_page(Source::Links);
        select.and_where(matching);
        self.restrict(&mut select, Source::Links);
        select
    }

    fn page(&self, source: Source, order: [Expr; 2]) -> SelectStatement {
        let mut select = Query::select();
        select.exprs(Column::iter().map(ColumnTrait::into_expr));
        source.join(&mut select);
        self.sort(&mut select, order);
        select.limit(u64::from(self.query.limit)).take()
    }

    /// Ordered by what no index has, or the database might take it for a walk and read the whole list.
    fn sorted_page(&self, source: Source) -> SelectStatement {
        let [key, id] = source.order(self.query.sort.key);
        let key = match self.query.sort.key {
            LinkSortKey::Created => key.add(0),
            LinkSortKey::Slug => key.binary(BinOper::Custom("||"), ""),
        };
        self.page(source, [key, id])
    }

    fn sort(&self, select: &mut SelectStatement, order: [Expr; 2]) {
        let direction = if self.query.sort.descending {
            Order::Desc
        } else {
            Order::Asc
        };
        for expr in order {
            select.order_by_expr(expr, direction.clone());
        }
    }

    fn restrict_owner(&self, select: &mut SelectStatement, source: Source) {
        let owner = self.query.owner.0;
        match (source, self.query.collection, &self.query.tag) {
            (Source::Tag, _, Some(tag)) => select
                .and_where(link_tag::Column::OwnerId.eq(owner))
                .and_where(link_tag::Column::Folded.eq(tag.folded())),
            (Source::Collection, Some(id), _) => select
                .and_where(collection_link::Column::CollectionId.eq(id.0))
                .and_where(collection_link::Column::LinkDeleted.eq(self.is_trash()))
                // So that the set is read, and not all that the owner has.
                .and_where(Column::OwnerId.into_expr().add(0).eq(owner)),
            _ => select.and_where(Column::OwnerId.eq(owner)),
        };
    }

    fn is_trash(&self) -> bool {
        matches!(self.query.standing, Standing::DeletedAfter(_))
    }

    fn restrict(&self, select: &mut SelectStatement, source: Source) {
        self.restrict_standing(select, true);
        self.restrict_age(select, source);
        self.restrict_place(select, source);
        if let Some(text) = &self.query.text {
            select.and_where(search::contains(text, self.backend));
        }
        if let Some(tag) = self.query.tag.as_ref().filter(|_| source != Source::Tag) {
            select.and_where(self.has_tag(tag));
        }
    }

    fn restrict_standing(&self, select: &mut SelectStatement, with_end: bool) {
        match self.query.standing {
            Standing::DeletedAfter(moment) => {
                select.and_where(Column::DeletedAt.gt(micros(moment)));
                return;
            }
            Standing::LiveAt(now) if with_end => {
                select.and_where(end().gt(micros(now)));
            }
            Standing::ExpiredAt(now) if with_end => {
                // Where the index is that of the codes, in the words of that index.
                select.and_where(match self.query.sort.key {
                    LinkSortKey::Created => Column::ExpiresAt.lte(micros(now)),
                    LinkSortKey::Slug => end().lte(micros(now)),
                });
            }
            _ => {}
        }
        select.and_where(Column::DeletedAt.is_null());
    }

    fn restrict_age(&self, select: &mut SelectStatement, source: Source) {
        if let Some(from) = self.query.created_from {
            select.and_where(source.age().gte(micros(from)));
        }
        if let Some(until) = self.query.created_until {
            select.and_where(source.age().lt(micros(until)));
        }
    }

    fn restrict_place(&self, select: &mut SelectStatement, source: Source) {
        if let Some(after) = &self.query.after {
            let place = Expr::tuple(source.order(self.query.sort.key));
            let after = Place::from(after).value();
            select.and_where(if self.query.sort.descending {
                place.lt(after)
            } else {
                place.gt(after)
            });
        }
    }

    fn has_tag(&self, tag: &Tag) -> Expr {
        use link_tag::Column as Tagged;
        let tagged = Query::select()
            .expr(Expr::val(1))
            .from(link_tag::Entity)
            .and_where(Tagged::OwnerId.eq(self.query.owner.0))
            .and_where(Tagged::Folded.eq(tag.folded()))
            .and_where(
                Tagged::CreatedAt
                    .into_expr()
                    .eq(Column::CreatedAt.into_expr()),
            )
            .and_where(Tagged::LinkId.into_expr().eq(Column::Id.into_expr()))
            .take();
        Expr::exists(tagged)
    }
}

/// When a link ends, in the words of the indexes that have it.
fn end() -> Expr {
    Expr::cust("coalesce(links.expires_at, 9223372036854775807)")
}
