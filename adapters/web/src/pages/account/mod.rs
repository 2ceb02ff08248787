//! `/app/account`: what somebody sees and decides of their own account.

mod deletion;
mod email;
mod key_form;
mod keys;
mod page;
mod password;
mod sessions;
mod settings;
mod settings_form;

use crate::failure::Failure;
use crate::reply::Reply;
use crate::route::AccountRoute;
use crate::visit::Visit;

/// Answers GET and HEAD.
pub(crate) async fn show(
    visit: &Visit<'_>,
    route: AccountRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        AccountRoute::Settings => page::show(visit).await,
        AccountRoute::Sessions => sessions::show(visit).await,
        AccountRoute::Keys => keys::show(visit).await,
        AccountRoute::DeleteKey => keys::ask(visit, variable).await,
        // The program streams the file to whoever is signed in.
        AccountRoute::Export => {
            visit.require_user()?;
            Err(Failure::NoPage)
        }
    }
}

/// Answers POST.
pub(crate) async fn carry_out(
    visit: &Visit<'_>,
    route: AccountRoute,
    variable: &str,
) -> Result<Reply, Failure> {
    match route {
        AccountRoute::Settings => act(visit).await,
        AccountRoute::Sessions => sessions::act(visit).await,
        AccountRoute::Keys => keys::create(visit).await,
        AccountRoute::DeleteKey => keys::delete(visit, variable).await,
        AccountRoute::Export => Err(Failure::Method),
    }
}

/// Carries out one of the forms of the page.
async fn act(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    match form.text("form") {
        "email" => email::request(visit).await,
        "withdraw" => email::withdraw(visit).await,
        "password" => password::change(visit).await,
        "settings" => settings::edit(visit).await,
        "delete" => deletion::delete(visit).await,
        _ => Ok(Reply::see_other(page::PATH)),
    }
}
