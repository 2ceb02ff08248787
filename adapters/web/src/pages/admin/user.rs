use askama::Template;
use korotko_core::administration::{ActError, Actor, FoundUser};
use korotko_core::id::UserId;
use korotko_core::user::User;

use super::user_state::state_key;
use super::users::PATH;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "admin_user.html")]
struct UserPage<'a> {
    frame: Frame<'a>,
    base: String,
    found: &'a FoundUser,
    links: String,
    state: &'static str,
    created: Moment,
    verified: Option<Moment>,
    disabled: Option<Moment>,
    errors: FormErrors,
}

/// What an act made of a user, and the name of its notice.
type Acted = (Result<User, ActError>, &'static str);

/// A user, and what can be done with them.
pub(super) async fn show(visit: &Visit<'_>, id: UserId) -> Result<Reply, Failure> {
    page(visit, id, FormErrors::default()).await
}

/// Carries out one of the forms of the page.
pub(super) async fn act(visit: &Visit<'_>, actor: Actor, id: UserId) -> Result<Reply, Failure> {
    let form = visit.request.form();
    if form.text("form") == "disable" && links_of_disabled(&form).is_none() {
        let errors = FormErrors::unreadable(visit, "links", "rule-links");
        return page(visit, id, errors).await;
    }
    let (acted, done) = change(visit, actor, id, &form).await?;
    match acted {
        Ok(user) => Ok(after(visit, actor, &user, done)),
        Err(error) => page(visit, id, FormErrors::read(visit, error)?).await,
    }
}

async fn change(
    visit: &Visit<'_>,
    actor: Actor,
    id: UserId,
    form: &Form,
) -> Result<Acted, Failure> {
    let administration = &visit.site.korotko.administration;
    Ok(match form.text("form") {
        "disable" => {
            let with_links = links_of_disabled(form).ok_or(Failure::NoPage)?;
            let disabled = administration.disable_user(actor, id, with_links);
            (disabled.await, "user-disabled")
        }
        "enable" => (administration.enable_user(actor, id).await, "user-enabled"),
        "verify" => (administration.verify_user(actor, id).await, "user-verified"),
        "promote" => (
            administration.promote_user(actor, id).await,
            "user-promoted",
        ),
        "demote" => (administration.demote_user(actor, id).await, "user-demoted"),
        _ => return Err(Failure::NoPage),
    })
}

/// Whether the links of a user become disabled with them; `None` if the form does not say.
fn links_of_disabled(form: &Form) -> Option<bool> {
    match form.text("links") {
        "disable" => Some(true),
        "keep" => Some(false),
        _ => None,
    }
}

/// Where an administrator goes on, who may have ended their own role or sessions.
fn after(visit: &Visit<'_>, actor: Actor, user: &User, done: &str) -> Reply {
    let is_own = actor.user() == Some(user.id);
    if is_own && user.is_disabled() {
        return Reply::signed_out(&format!("/?done={done}"), visit.site.cookies);
    }
    if is_own && !user.is_administrator {
        return Reply::see_other(&format!("/app?done={done}"));
    }
    Reply::see_other(&format!("{}?done={done}", base(user.id)))
}

/// The path of the page of a user.
pub(super) fn base(id: UserId) -> String {
    format!("{PATH}/{id}")
}

async fn page(visit: &Visit<'_>, id: UserId, errors: FormErrors) -> Result<Reply, Failure> {
    let found = visit.site.korotko.administration.read_user(id).await?;
    let user = &found.user;
    let moment = |moment| Moment::new(moment, visit.zone());
    Ok(Reply::page(&UserPage {
        frame: Frame::new(visit, user.email.as_typed()),
        base: base(id),
        links: visit.texts().number(found.links),
        state: state_key(user),
        created: moment(user.created_at),
        verified: user.verified_at.map(moment),
        disabled: user.disabled_at.map(moment),
        found: &found,
        errors,
    }))
}

#[cfg(test)]
mod tests {
    use super::links_of_disabled;
    use crate::request::Form;

    #[test]
    fn a_form_says_whether_links_become_disabled() {
        for (form, links) in [
            ("links=disable", Some(true)),
            ("links=keep", Some(false)),
            ("links=", None),
            ("links=delete", None),
            ("", None),
        ] {
            assert_eq!(links_of_disabled(&Form::parse(form)), links, "{form}");
        }
    }
}
