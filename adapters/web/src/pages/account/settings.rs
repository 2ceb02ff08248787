use korotko_core::user::User;

use super::page::{Sections, page};
use super::settings_form::SettingsForm;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::visit::{LANGUAGE, Visit};

/// Changes the settings. The browser keeps the language, for when nobody is signed in.
pub(super) async fn edit(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let settings = SettingsForm::sent(&visit.request.form());
    let users = &visit.site.korotko.users;
    match users.edit(user, &settings.edit()).await {
        Ok(user) => Ok(saved(visit, &user)),
        Err(error) => {
            let sections = Sections {
                settings,
                settings_errors: FormErrors::read(visit, error)?,
                ..Sections::of(user)
            };
            page(visit, sections).await
        }
    }
}

fn saved(visit: &Visit<'_>, user: &User) -> Reply {
    let mut reply = Reply::see_other("/app/account?done=saved#main");
    let cookies = visit.site.cookies;
    cookies.set_preference(reply.headers(), LANGUAGE, user.language.tag());
    reply
}
