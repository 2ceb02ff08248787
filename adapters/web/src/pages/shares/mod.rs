//! Shared statistics: the section on a page of their owner, and `/s/{token}`, the page that everybody sees.

mod of_share;
mod section;
mod shown;

use korotko_core::id::{CollectionId, LinkId};
use korotko_core::share::ShareSubject;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::ShareRoute;
use crate::visit::Visit;

pub(crate) use section::ShareSection;

/// Answers GET and HEAD.
pub(crate) async fn show(
    visit: &Visit<'_>,
    route: ShareRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        ShareRoute::Shown => shown::show(visit, variable).await,
        ShareRoute::OfLink | ShareRoute::OfCollection => Err(Failure::Method),
    }
}

/// Answers POST.
pub(crate) async fn carry_out(
    visit: &Visit<'_>,
    route: ShareRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    let id = || variable.parse::<i64>().map_err(|_| Failure::NoPage);
    let subject = match route {
        ShareRoute::OfLink => ShareSubject::Link(LinkId(id()?)),
        ShareRoute::OfCollection => ShareSubject::Collection(CollectionId(id()?)),
        ShareRoute::Shown => return Err(Failure::Method),
    };
    section::act(visit, subject).await
}
