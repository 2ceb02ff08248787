use korotko_core::user::RequestEmailChange;

use super::page::{Sections, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::visit::Visit;

/// Requests to change the address; both addresses are mailed a link.
pub(super) async fn request(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = visit.request.form();
    let new_email = form.text("new_email").to_owned();
    let request = RequestEmailChange {
        new_email: new_email.clone(),
        password: form.raw("password").to_owned(),
    };
    let users = &visit.site.korotko.users;
    match users.request_email_change(user, request).await {
        Ok(()) => Ok(Reply::see_other("/app/account?done=email-requested#main")),
        Err(error) => {
            let sections = Sections {
                new_email,
                email: FormErrors::read(visit, error)?,
                ..Sections::of(user)
            };
            page(visit, sections).await
        }
    }
}

/// Withdraws the pending change.
pub(super) async fn withdraw(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let users = &visit.site.korotko.users;
    users.withdraw_email_change(user).await?;
    Ok(Reply::see_other("/app/account?done=email-withdrawn#main"))
}
