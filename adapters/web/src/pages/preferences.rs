//! `POST /preferences`: the language and the colours of pages, for whoever is not signed in, too.

use korotko_core::user::{AccountEdit, Language};

use crate::failure::Failure;
use crate::path::local;
use crate::reply::Reply;
use crate::theme::Theme;
use crate::visit::{LANGUAGE, THEME, Visit};

pub(crate) async fn choose(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let mut reply = Reply::see_other(local(form.text("here")));
    let cookies = visit.site.cookies;
    if let Some(theme) = Theme::from_name(form.text("theme")) {
        cookies.set_preference(reply.headers(), THEME, theme.name());
    }
    if let Some(language) = Language::from_tag(form.text("language")) {
        cookies.set_preference(reply.headers(), LANGUAGE, language.tag());
        keep(visit, language).await?;
    }
    Ok(reply)
}

/// Keeps the language in the account of whoever is signed in.
async fn keep(visit: &Visit<'_>, language: Language) -> Result<(), Failure> {
    if let Some(user) = visit.user().filter(|user| user.language != language) {
        let edit = AccountEdit {
            language: Some(language),
            ..AccountEdit::default()
        };
        visit.site.korotko.users.edit(user, &edit).await?;
    }
    Ok(())
}
