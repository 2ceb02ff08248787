//! `/app/collections`: the collections of the account.

mod delete;
mod form;
mod list;
mod page;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::CollectionRoute;
use crate::visit::Visit;

/// Answers GET and HEAD.
pub(crate) async fn show(
    visit: &Visit<'_>,
    route: CollectionRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        CollectionRoute::List => list::show(visit).await,
        CollectionRoute::One => page::show(visit, variable).await,
        CollectionRoute::Delete => delete::ask(visit, variable).await,
    }
}

/// Answers POST.
pub(crate) async fn carry_out(
    visit: &Visit<'_>,
    route: CollectionRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        CollectionRoute::List => list::create(visit).await,
        CollectionRoute::One => page::act(visit, variable).await,
        CollectionRoute::Delete => delete::delete(visit, variable).await,
    }
}
