use korotko_core::id::CollectionId;
use korotko_core::link::Tag;
use korotko_core::ports::{LinkQuery, LinkSortKey, LinkStateFilter};
use sea_orm::sea_query::{
    BinOper, CaseStatement, Condition, Expr, ExprTrait, Order, Query, SelectStatement,
};
use sea_orm::{ColumnTrait, DbBackend, Iterable};

use super::cursor::Cursor;
use super::index::{Index, Indexed};
use super::search;
use super::source::Source;
use super::state;
use crate::entities::link::Column;
use crate::entities::{collection_link, link, link_click, link_tag};
use crate::repositories::link_totals::{PAGE, with_totals};
use crate::time::micros;

/// A query of a list, and the kind of database.
pub(super) struct Listing<'q> {
    pub(super) query: &'q LinkQuery,
    pub(super) backend: DbBackend,
}

impl Listing<'_> {
    /// A scan of the list in the order of an index, up to and including `end` if given.
    pub(super) fn scan(&self, source: Source, end: Option<&Cursor>) -> Indexed {
        let order = source.order(self.query.sort.key);
        let index = Index::ordered(self.query);
        let mut select = self.page(source, order.clone());
        self.restrict(&mut select, source);
        if let Some(end) = end {
            let position = Expr::tuple(order);
            select.and_where(if self.query.sort.descending {
                position.gte(end.value())
            } else {
                position.lte(end.value())
            });
        }
        indexed(select, source, index)
    }

    /// The position `number` links further in the source, counting links that match the conditions on the source alone.
    pub(super) fn scan_end(&self, source: Source, number: u64) -> Indexed {
        let order = source.order(self.query.sort.key);
        let index = Index::ordered(self.query);
        let mut select = Query::select();
        select.exprs(order.clone());
        source.table(&mut select);
        self.sort(&mut select, order);
        self.restrict_source(&mut select, source);
        if source == Source::Links {
            for condition in self.state(index != Index::Slug) {
                select.and_where(condition);
            }
        }
        if self.query.sort.key == LinkSortKey::Created {
            self.restrict_age(&mut select, source);
        }
        self.restrict_cursor(&mut select, source);
        select.limit(1).offset(number.saturating_sub(1));
        indexed(select, source, index)
    }

    /// A lookup of all matching links by an index with few others, sorted.
    pub(super) fn look_up(&self, source: Source) -> Indexed {
        let index = Index::smallest(self.query);
        let mut select = self.sorted_page(source);
        self.restrict(&mut select, source);
        indexed(select, source, index)
    }

    /// A lookup of all matching links among those that satisfy `matching`, sorted.
    pub(super) fn look_up_matching(&self, matching: Expr) -> Indexed {
        let mut select = self.sorted_page(Source::Links);
        select.and_where(matching);
        self.restrict_links(&mut select, Source::Links);
        Indexed {
            select,
            index: None,
        }
    }

    /// The same links in the same order, with their click totals.
    pub(super) fn counted(&self, Indexed { select, index }: Indexed) -> Indexed {
        let mut select = with_totals(select);
        let column = |column: Column| Expr::col((PAGE, column));
        let key = match self.query.sort.key {
            LinkSortKey::Created => column(Column::CreatedAt),
            LinkSortKey::Slug => column(Column::Slug),
            LinkSortKey::Clicks => link_click::Column::Clicks.into_expr(),
        };
        self.sort(&mut select, [key, column(Column::Id)]);
        Indexed { select, index }
    }

    fn page(&self, source: Source, order: [Expr; 2]) -> SelectStatement {
        let mut select = Query::select();
        select.exprs(Column::iter().map(ColumnTrait::into_expr));
        source.table(&mut select);
        source.join(&mut select);
        if self.query.sort.key == LinkSortKey::Clicks && source != Source::Clicks {
            let totals = link_click::Column::LinkId.into_expr();
            select.inner_join(link_click::Entity, totals.eq(Column::Id.into_expr()));
        }
        self.sort(&mut select, order);
        select.limit(u64::from(self.query.limit)).take()
    }

    /// Ordered by expressions that no index has: otherwise the database might scan the whole list in order.
    fn sorted_page(&self, source: Source) -> SelectStatement {
        let [key, id] = source.order(self.query.sort.key);
        let key = match self.query.sort.key {
            LinkSortKey::Created | LinkSortKey::Clicks => key.add(0),
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

    fn restrict(&self, select: &mut SelectStatement, source: Source) {
        self.restrict_source(select, source);
        if source == Source::Links {
            return self.restrict_links(select, source);
        }
        self.restrict_age(select, source);
        self.restrict_cursor(select, source);
        let mut matches = self.conditions(source);
        if source == Source::Collection {
            matches = matches.add(Column::OwnerId.into_expr().eq(self.query.owner.0));
        }
        // No index has such an expression, and the planners rate it as likely. So they read the source and look up its links, even
        // without table statistics, and do not start with all links of the owner.
        select.and_where(
            CaseStatement::new()
                .case(matches, true)
                .finally(false)
                .into(),
        );
    }

    /// The conditions on the source alone.
    fn restrict_source(&self, select: &mut SelectStatement, source: Source) {
        let owner = self.query.owner.0;
        match (source, self.query.collection, &self.query.tag) {
            (Source::Tag, _, Some(tag)) => select
                .and_where(link_tag::Column::OwnerId.eq(owner))
                .and_where(link_tag::Column::Folded.eq(tag.folded())),
            (Source::Collection, Some(id), _) => {
                let deleted = matches!(self.query.state, LinkStateFilter::DeletedAfter(_));
                select
                    .and_where(collection_link::Column::CollectionId.eq(id.0))
                    .and_where(collection_link::Column::LinkDeleted.eq(deleted))
            }
            (Source::Clicks, ..) => select.and_where(link_click::Column::OwnerId.eq(owner)),
            _ => select.and_where(Column::OwnerId.eq(owner)),
        };
    }

    /// All other conditions.
    fn restrict_links(&self, select: &mut SelectStatement, source: Source) {
        select.cond_where(self.conditions(source));
        self.restrict_age(select, source);
        self.restrict_cursor(select, source);
    }

    /// The conditions on the links.
    fn conditions(&self, source: Source) -> Condition {
        let mut all = Condition::all().add(link::not_staged());
        for condition in self.state(true) {
            all = all.add(condition);
        }
        if let Some(text) = &self.query.text {
            all = all.add(search::contains(text, self.backend));
        }
        if let Some(tag) = self.query.tag.as_ref().filter(|_| source != Source::Tag) {
            all = all.add(self.has_tag(tag));
        }
        let collection = self.query.collection;
        if let Some(id) = collection.filter(|_| source != Source::Collection) {
            all = all.add(is_in(id));
        }
        all
    }

    fn state(&self, with_end: bool) -> Vec<Expr> {
        if let LinkStateFilter::DeletedAfter(moment) = self.query.state {
            return vec![Column::DeletedAt.gt(micros(moment))];
        }
        let mut all = vec![Column::DeletedAt.is_null()];
        if with_end {
            all.extend(state::conditions(self.query.state));
        }
        all
    }

    fn restrict_age(&self, select: &mut SelectStatement, source: Source) {
        if let Some(from) = self.query.created_from {
            select.and_where(source.age().gte(micros(from)));
        }
        if let Some(until) = self.query.created_until {
            select.and_where(source.age().lt(micros(until)));
        }
    }

    fn restrict_cursor(&self, select: &mut SelectStatement, source: Source) {
        if let Some(after) = &self.query.after {
            let position = Expr::tuple(source.order(self.query.sort.key));
            let after = Cursor::from(after).value();
            select.and_where(if self.query.sort.descending {
                position.lt(after)
            } else {
                position.gt(after)
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

/// Adds the index, if the source has indexes of links.
fn indexed(select: SelectStatement, source: Source, index: Index) -> Indexed {
    Indexed {
        select,
        index: Some(index).filter(|_| matches!(source, Source::Links | Source::Clicks)),
    }
}

fn is_in(collection: CollectionId) -> Expr {
    use collection_link::Column as Member;
    let member = Query::select()
        .expr(Expr::val(1))
        .from(collection_link::Entity)
        .and_where(Member::CollectionId.eq(collection.0))
        .and_where(Member::LinkId.into_expr().eq(Column::Id.into_expr()))
        .take();
    Expr::exists(member)
}
