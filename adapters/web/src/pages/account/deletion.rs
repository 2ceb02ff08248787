use super::page::{Sections, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::visit::Visit;

/// Deletes the account, with the password.
pub(super) async fn delete(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = visit.request.form();
    let users = &visit.site.korotko.users;
    let deleted = users.delete_account(user, form.raw("password")).await;
    let Err(error) = deleted else {
        let next = "/?done=account-deleted#main";
        return Ok(Reply::signed_out(next, visit.site.cookies));
    };
    let sections = Sections {
        deletion: FormErrors::read(visit, error)?,
        ..Sections::of(user)
    };
    page(visit, sections).await
}
