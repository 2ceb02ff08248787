//! `/signup`, and another verification mail.

use askama::Template;
use korotko_core::user::{Register, Registration};

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::pages::sheet;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sign_up.html")]
struct SignUpPage<'a> {
    frame: Frame<'a>,
    email: &'a str,
    /// The token of an invitation.
    invitation: &'a str,
    errors: FormErrors,
    /// Who may register.
    registration: Registration,
}

pub(crate) fn show(visit: &Visit<'_>) -> Reply {
    if visit.user().is_some() {
        return Reply::see_other("/app");
    }
    page(visit, "", "", FormErrors::default())
}

/// Registers, and says that a mail is on its way; an invited address is verified already.
pub(crate) async fn register(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let (email, invitation) = (form.text("email"), form.given("invitation"));
    let register = sent(visit, &form);
    let users = &visit.site.korotko.users;
    match users.register(register, visit.request.client).await {
        Ok(user) if user.is_verified() => Ok(Reply::see_other("/signin?done=registered")),
        Ok(user) => Ok(mailed(visit, user.email.as_typed())),
        Err(error) => {
            let errors = FormErrors::read(visit, error)?;
            Ok(page(visit, email, invitation.unwrap_or_default(), errors))
        }
    }
}

fn sent(visit: &Visit<'_>, form: &Form) -> Register {
    let invitation = form.given("invitation").map(ToOwned::to_owned);
    Register {
        language: visit.language,
        invitation,
        ..Register::new(form.text("email"), form.raw("password"))
    }
}

/// Mails another verification link, if there is an account to verify.
pub(crate) async fn resend(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let email = form.text("email");
    let users = &visit.site.korotko.users;
    users
        .resend_verification(email, visit.request.client)
        .await?;
    Ok(mailed(visit, email))
}

fn mailed(visit: &Visit<'_>, email: &str) -> Reply {
    let texts = visit.texts();
    let text = texts.with("sign-up-sent", &[("email", email.into())]);
    sheet::show(visit, visit.text("sign-up-sent-title"), text, None)
}

/// The form, for an invited address if there is an invitation.
pub(crate) fn page(visit: &Visit<'_>, email: &str, invitation: &str, errors: FormErrors) -> Reply {
    let registration = visit.site.korotko.users.policy().registration;
    Reply::page(&SignUpPage {
        frame: Frame::new(visit, visit.text("sign-up-title")),
        email,
        invitation,
        errors,
        registration,
    })
}

impl SignUpPage<'_> {
    /// Whether the form is shown.
    fn is_open(&self) -> bool {
        match self.registration {
            Registration::Open => true,
            Registration::Invite => !self.invitation.is_empty(),
            Registration::Closed => false,
        }
    }

    /// Why the form is not shown.
    fn why_closed(&self) -> &'static str {
        match self.registration {
            Registration::Closed => "sign-up-closed",
            _ => "sign-up-invite",
        }
    }
}
