//! `/reset` and `/reset/{token}`: a new password by mail.

use askama::Template;

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::pages::sheet;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "reset.html")]
struct ResetPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPasswordPage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    errors: FormErrors,
}

pub(crate) fn show(visit: &Visit<'_>) -> Reply {
    page(visit, "", FormErrors::default())
}

/// Mails a link, if the address has an account; the answer is the same if it has none.
pub(crate) async fn request(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let email = form.text("email");
    let users = &visit.site.korotko.users;
    let requested = users.request_password_reset(email, visit.request.client);
    match requested.await {
        Ok(()) => Ok(mailed(visit, email)),
        Err(error) => Ok(page(visit, email, FormErrors::read(visit, error)?)),
    }
}

fn mailed(visit: &Visit<'_>, email: &str) -> Reply {
    let text = visit.texts().with("reset-sent", &[("email", email.into())]);
    sheet::show(visit, visit.text("reset-sent-title"), text, None)
}

/// The form of the mailed link. Opening it changes nothing.
pub(crate) fn form(visit: &Visit<'_>, token: &str) -> Reply {
    new_password_page(visit, token, FormErrors::default())
}

/// Sets the password, and ends all sessions.
pub(crate) async fn confirm(visit: &Visit<'_>, token: &str) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let users = &visit.site.korotko.users;
    match users
        .confirm_password_reset(token, form.raw("new_password"))
        .await
    {
        Ok(()) => Ok(Reply::see_other("/signin?done=password-set")),
        Err(error) => {
            let errors = FormErrors::read(visit, error)?;
            Ok(new_password_page(visit, token, errors))
        }
    }
}

fn page(visit: &Visit<'_>, email: &str, errors: FormErrors) -> Reply {
    let frame = Frame::new(visit, visit.text("reset-title"));
    Reply::page(&ResetPage {
        frame,
        email,
        errors,
    })
}

fn new_password_page(visit: &Visit<'_>, token: &str, errors: FormErrors) -> Reply {
    let frame = Frame::new(visit, visit.text("new-password-title"));
    Reply::page(&NewPasswordPage {
        frame,
        token,
        errors,
    })
}
