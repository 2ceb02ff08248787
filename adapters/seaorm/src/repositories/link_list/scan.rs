//! Lists of the links of all users, read newest first until the page is full.

use korotko_core::link::{Link, SearchText};
use korotko_core::ports::{LinkScan, StoreError};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::search::{contains, occurs};
use crate::entities::link::{Column, Entity, not_staged};
use crate::session::Session;

pub(in crate::repositories) async fn scan<C: ConnectionTrait>(
    session: &Session<C>,
    scan: &LinkScan,
) -> Result<Vec<Link>, StoreError> {
    let select = Entity::find()
        .filter(Column::DeletedAt.is_null())
        .filter(not_staged())
        .apply_if(scan.text.as_ref(), |select, text| {
            select.filter(matches(text, session.backend()))
        })
        .apply_if(scan.owner, |select, owner| {
            select.filter(Column::OwnerId.eq(owner.0))
        })
        .apply_if(scan.anonymous.then_some(()), |select, ()| {
            select.filter(Column::OwnerId.is_null())
        })
        .apply_if(scan.after, |select, after| {
            select.filter(Column::Id.lt(after.0))
        })
        .order_by_desc(Column::Id)
        .limit(u64::from(scan.limit));
    let mut links = session.links(select).await?;
    links.sort_unstable_by_key(|link| std::cmp::Reverse(link.id));
    Ok(links)
}

/// Links without an owner have no searchable text.
fn matches(text: &SearchText, backend: DbBackend) -> Condition {
    let in_lower = |column: Column| {
        let lower = Func::lower(column.into_expr());
        occurs(text, Expr::from(lower), backend)
    };
    let in_either = in_lower(Column::Url).or(in_lower(Column::Slug));
    let is_anonymous = Column::OwnerId.is_null();
    Condition::any()
        .add(contains(text, backend))
        .add(is_anonymous.and(in_either))
}
