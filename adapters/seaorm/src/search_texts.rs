//! Writing what a search looks into where a migration left it open. What that is, the domain says, and it may say otherwise one
//! day; a migration stays as it is.

use korotko_core::link::Link;
use korotko_core::ports::StoreError;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entities::link::{Column, Entity, SEARCH_TEXT, search_text};
use crate::error::store_error;
use crate::rows::update_links;

/// How many links are read and written at a time.
const CHUNK: u64 = 1_000;

/// Writes the text of every link that should have one and has none.
pub(crate) async fn write_search_texts(
    transaction: &DatabaseTransaction,
) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let links = find_without(transaction, after).await?;
        let Some(last) = links.last() else {
            return Ok(());
        };
        after = last.id.0;
        write(transaction, &links).await.map_err(store_error)?;
    }
}

async fn find_without(
    transaction: &DatabaseTransaction,
    after: i64,
) -> Result<Vec<Link>, StoreError> {
    let select = Entity::find()
        .filter(Column::Id.gt(after))
        .filter(Column::OwnerId.is_not_null())
        .filter(Column::Url.ne(""))
        .filter(Expr::col((Entity, SEARCH_TEXT)).is_null())
        .order_by_asc(Column::Id)
        .limit(CHUNK);
    let rows = select.all(transaction).await.map_err(store_error)?;
    rows.into_iter().map(Link::try_from).collect()
}

async fn write(transaction: &DatabaseTransaction, links: &[Link]) -> Result<(), DbErr> {
    let backend = transaction.get_database_backend();
    let columns = [SEARCH_TEXT.to_owned()];
    let rows = links
        .iter()
        .map(|link| (link.id.0, vec![search_text(link).into()]));
    let update = update_links(backend, &columns, rows);
    transaction.execute_raw(update).await?;
    Ok(())
}
