use korotko_core::administration::Actor;
use korotko_core::id::UserId;

use super::user::base;
use super::users::PATH;
use crate::failure::Failure;
use crate::pages::sure::{self, Question};
use crate::reply::Reply;
use crate::visit::Visit;

/// Asks whether an administrator is sure to delete a user.
pub(super) async fn ask(visit: &Visit<'_>, id: UserId) -> Result<Reply, Failure> {
    let found = visit.site.korotko.administration.read_user(id).await?;
    let email = found.user.email.as_typed();
    let texts = visit.texts();
    let base = base(id);
    let question = Question {
        title: visit.text("admin-user-delete"),
        text: texts.with("admin-user-delete-sure", &[("email", email.into())]),
        action: &format!("{base}/delete"),
        fields: &[],
        button: visit.text("admin-user-delete"),
        back: &base,
    };
    Ok(sure::show(visit, question))
}

/// Deletes a user, with everything that is theirs.
pub(super) async fn delete(visit: &Visit<'_>, actor: Actor, id: UserId) -> Result<Reply, Failure> {
    let administration = &visit.site.korotko.administration;
    administration.delete_user(actor, id).await?;
    if actor.user() == Some(id) {
        let next = "/?done=account-deleted#main";
        return Ok(Reply::signed_out(next, visit.site.cookies));
    }
    Ok(Reply::see_other(&format!("{PATH}?done=user-deleted")))
}
