//! `/app/admin`: what administrators see and do. Everybody else finds no page there.

mod abuse_report;
mod abuse_reports;
mod audit_log;
mod delete_link;
mod delete_user;
mod invitations;
mod jobs;
mod link;
mod link_view;
mod links;
mod list;
mod names;
mod overview;
mod record_view;
mod report_view;
mod user;
mod user_state;
mod users;

use korotko_core::administration::{Actor, AuthorizeError};
use korotko_core::id::{AbuseReportId, LinkId, UserId};

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::AdminRoute;
use crate::visit::Visit;

/// Answers GET and HEAD.
pub(crate) async fn show(
    visit: &Visit<'_>,
    route: AdminRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    authorize(visit).await?;
    match route {
        AdminRoute::Overview => overview::show(visit).await,
        AdminRoute::Users => users::show(visit).await,
        AdminRoute::User => user::show(visit, UserId(id(variable)?)).await,
        AdminRoute::DeleteUser => delete_user::ask(visit, UserId(id(variable)?)).await,
        AdminRoute::Links => links::show(visit).await,
        AdminRoute::Link => link::show(visit, LinkId(id(variable)?)).await,
        AdminRoute::DeleteLink => delete_link::ask(visit, LinkId(id(variable)?)).await,
        AdminRoute::AbuseReports => abuse_reports::show(visit).await,
        AdminRoute::AbuseReport => abuse_report::show(visit, AbuseReportId(id(variable)?)).await,
        AdminRoute::Invitations => invitations::show(visit).await,
        AdminRoute::Jobs => jobs::show(visit).await,
        AdminRoute::AuditLog => audit_log::show(visit).await,
    }
}

/// Answers POST.
pub(crate) async fn carry_out(
    visit: &Visit<'_>,
    route: AdminRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    let actor = authorize(visit).await?;
    match route {
        AdminRoute::User => user::act(visit, actor, UserId(id(variable)?)).await,
        AdminRoute::DeleteUser => delete_user::delete(visit, actor, UserId(id(variable)?)).await,
        AdminRoute::Link => link::act(visit, actor, LinkId(id(variable)?)).await,
        AdminRoute::DeleteLink => delete_link::delete(visit, actor, LinkId(id(variable)?)).await,
        AdminRoute::AbuseReport => {
            abuse_report::close(visit, actor, AbuseReportId(id(variable)?)).await
        }
        AdminRoute::Invitations => invitations::act(visit, actor).await,
        AdminRoute::Jobs => jobs::retry(visit, actor).await,
        AdminRoute::Overview
        | AdminRoute::Users
        | AdminRoute::Links
        | AdminRoute::AbuseReports
        | AdminRoute::AuditLog => Err(Failure::Method),
    }
}

/// Whoever is signed in, if they are an administrator now. To everybody else these pages do not exist.
async fn authorize(visit: &Visit<'_>) -> Result<Actor, Failure> {
    let user = visit.user().ok_or(Failure::NoPage)?;
    let administration = &visit.site.korotko.administration;
    match administration.authorize(user).await {
        Ok(actor) => Ok(actor),
        Err(AuthorizeError::NotAdministrator) => Err(Failure::NoPage),
        Err(error) => Err(error.into()),
    }
}

/// The id that a path names.
fn id(variable: &str) -> Result<i64, Failure> {
    variable.parse().map_err(|_| Failure::NoPage)
}
