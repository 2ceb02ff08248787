use korotko_core::user::RequestEmailChange;

use super::page::{Sections, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// Requests to change the address; both addresses are mailed a link.
pub(super) async fn request(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let request = sent(&visit.request.form());
    let new_email = request.new_email.clone();
    let users = &visit.site.korotko.users;
    let Err(error) = users.request_email_change(user, request).await else {
        return Ok(Reply::see_other("/app/account?done=email-requested#main"));
    };
    let sections = Sections {
        new_email,
        email: FormErrors::read(visit, error)?,
        ..Sections::of(user)
    };
    page(visit, sections).await
}

fn sent(form: &Form) -> RequestEmailChange {
    RequestEmailChange {
        new_email: form.text("new_email").to_owned(),
        password: form.raw("password").to_owned(),
    }
}

/// Withdraws the pending change.
pub(super) async fn withdraw(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let users = &visit.site.korotko.users;
    users.withdraw_email_change(user).await?;
    Ok(Reply::see_other("/app/account?done=email-withdrawn#main"))
}
