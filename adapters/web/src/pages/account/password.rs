use korotko_core::user::ChangePassword;

use super::page::{Sections, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::visit::Visit;

/// Changes the password. All sessions end; the browser gets a new one.
pub(super) async fn change(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let owner = visit.owner.as_ref().ok_or(Failure::SignInFirst)?;
    let form = visit.request.form();
    let change = ChangePassword {
        current_password: form.raw("current_password").to_owned(),
        new_password: form.raw("new_password").to_owned(),
    };
    let sessions = &visit.site.korotko.sessions;
    match sessions.change_password(owner, change).await {
        Ok(signed_in) => {
            let mut reply = Reply::see_other("/app/account?done=password-changed#main");
            let cookies = visit.site.cookies;
            cookies.set_session(reply.headers(), signed_in.secret.expose());
            Ok(reply)
        }
        Err(error) => {
            let sections = Sections {
                password: FormErrors::read(visit, error)?,
                ..Sections::of(&owner.user)
            };
            page(visit, sections).await
        }
    }
}
