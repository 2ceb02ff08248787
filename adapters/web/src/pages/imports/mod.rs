//! `/app/links/import`: many links from a list or a file, which is tried before it is imported.

mod columns;
mod draft;
mod file;
mod found;
mod row;
mod start;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::ImportRoute;
use crate::visit::Visit;

/// Answers GET and HEAD.
pub(crate) async fn show(
    visit: &Visit<'_>,
    route: ImportRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        ImportRoute::Start => start::show(visit),
        ImportRoute::Draft => draft::show(visit, variable).await,
        ImportRoute::Columns => columns::show(visit, variable).await,
        ImportRoute::Carry | ImportRoute::Discard => Err(Failure::Method),
    }
}

/// Answers POST.
pub(crate) async fn carry_out(
    visit: &Visit<'_>,
    route: ImportRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        ImportRoute::Start => start::receive(visit).await,
        ImportRoute::Columns => columns::choose(visit, variable).await,
        ImportRoute::Carry => draft::import(visit, variable).await,
        ImportRoute::Discard => draft::discard(visit, variable).await,
        ImportRoute::Draft => Err(Failure::Method),
    }
}
