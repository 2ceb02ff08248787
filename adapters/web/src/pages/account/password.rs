use korotko_core::user::ChangePassword;

use super::page::{Sections, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

const DONE: &str = "/app/account?done=password-changed#main";

/// Changes the password. All sessions end; the browser gets a new one.
pub(super) async fn change(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let owner = visit.owner.as_ref().ok_or(Failure::SignInFirst)?;
    let change = sent(&visit.request.form());
    let sessions = &visit.site.korotko.sessions;
    match sessions.change_password(owner, change).await {
        Ok(signed_in) => Ok(Reply::signed_in(DONE, visit.site.cookies, &signed_in)),
        Err(error) => {
            let sections = Sections {
                password: FormErrors::read(visit, error)?,
                ..Sections::of(&owner.user)
            };
            page(visit, sections).await
        }
    }
}

fn sent(form: &Form) -> ChangePassword {
    ChangePassword {
        current_password: form.raw("current_password").to_owned(),
        new_password: form.raw("new_password").to_owned(),
    }
}
