//! `/app/reports`: reports by mail, ordered once or by a schedule.

mod forms;
mod order;
mod page;
mod rows;
mod schedule;
mod scope;
mod scope_names;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

pub(crate) use page::show;

/// Carries out one of the forms of the page.
pub(crate) async fn act(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "order" => order::order(visit, &form).await,
        "schedule" => schedule::create(visit, &form).await,
        "end" => schedule::end(visit, form.text("schedule")).await,
        _ => Ok(Reply::see_other(page::PATH)),
    }
}
