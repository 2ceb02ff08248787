//! `/email/{token}`: the links in the mails about a change of address. Whoever opens one sees a button, so that programs that open
//! every link in a mail confirm nothing.

use askama::Template;
use korotko_core::user::ConfirmedEmailChange;

use crate::failure::Failure;
use crate::frame::Frame;
use crate::pages::sheet::{self, Sheet};
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "email_change.html")]
struct EmailChangePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// The page with the button.
pub(crate) fn show(visit: &Visit<'_>, token: &str) -> Reply {
    let frame = Frame::new(visit, visit.text("answer-link-title"));
    Reply::page(&EmailChangePage { frame, token })
}

/// Confirms the change, and says what it still lacks.
pub(crate) async fn confirm(visit: &Visit<'_>, token: &str) -> Result<Reply, Failure> {
    let users = &visit.site.korotko.users;
    let confirmed = users.confirm_email_change(token).await?;
    // The sessions have ended, if the address has changed.
    Ok(sheet::anonymous(
        visit.site,
        visit.request,
        answer(confirmed),
    ))
}

fn answer(confirmed: ConfirmedEmailChange) -> Sheet {
    let (language, text) = match confirmed {
        ConfirmedEmailChange::Confirmed(language) => (language, "answer-email-change-confirmed"),
        ConfirmedEmailChange::AlreadyConfirmed(language) => {
            (language, "answer-email-change-confirmed-before")
        }
        ConfirmedEmailChange::Changed(language) => (language, "answer-email-change-done"),
    };
    Sheet {
        language,
        title: "answer-link-title",
        text,
        leads_to_sign_in: matches!(confirmed, ConfirmedEmailChange::Changed(_)),
    }
}
