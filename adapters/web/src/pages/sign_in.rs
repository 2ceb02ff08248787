//! `/signin` and `/signout`.

use askama::Template;
use korotko_core::user::SignInError;

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::path::local;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    /// Where to go on.
    next: &'a str,
    errors: FormErrors,
    /// Whether the address could be verified by another mail.
    is_unverified: bool,
}

pub(crate) fn show(visit: &Visit<'_>) -> Reply {
    let query = visit.request.query();
    let next = query.given("next").unwrap_or("/app");
    if visit.user().is_some() {
        return Reply::see_other(local(next));
    }
    page(visit, "", next, FormErrors::default(), false)
}

/// Signs in, with a new session in the place of an older one of the same browser.
pub(crate) async fn sign_in(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let (email, next) = (form.text("email"), form.text("next"));
    let (sessions, cookies) = (&visit.site.korotko.sessions, visit.site.cookies);
    let (client, agent) = (visit.request.client, visit.agent());
    let attempt = sessions.sign_in(email, form.raw("password"), client, &agent, visit.secret());
    match attempt.await {
        Ok(signed_in) => Ok(Reply::signed_in(local(next), cookies, &signed_in)),
        Err(error) => {
            let is_unverified = matches!(error, SignInError::EmailNotVerified);
            let errors = FormErrors::read(visit, error)?;
            Ok(page(visit, email, next, errors, is_unverified))
        }
    }
}

/// Ends the session, and removes what the browser keeps of these pages.
pub(crate) async fn sign_out(visit: &Visit<'_>) -> Result<Reply, Failure> {
    if let Some(secret) = visit.secret() {
        visit.site.korotko.sessions.sign_out(secret).await?;
    }
    Ok(Reply::signed_out("/?done=signed-out", visit.site.cookies))
}

fn page(
    visit: &Visit<'_>,
    email: &str,
    next: &str,
    errors: FormErrors,
    is_unverified: bool,
) -> Reply {
    Reply::page(&SignInPage {
        frame: Frame::new(visit, visit.text("sign-in-title")),
        email,
        next: local(next),
        errors,
        is_unverified,
    })
}
