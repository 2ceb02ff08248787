//! The mails about a change of address.

use korotko_core::ports::MailError;
use korotko_core::user::Email;
use korotko_texts::Texts;
use url::Url;

use super::notice::{Notice, Part};
use super::rendered::{RenderedMail, host};

/// To the old address, to confirm the change.
pub(super) fn to_old(
    t: &'static Texts,
    link: &Url,
    new_email: &Email,
) -> Result<RenderedMail, MailError> {
    let host = &host(link);
    let parts = vec![
        Part::Strong(
            t.around("mail-email-change-to-old-intro", "host", &[]),
            host,
        ),
        alone(new_email),
        Part::Text(t.text("mail-email-change-to-old-confirm").into()),
        Part::Button(t.text("mail-email-change-to-old-button"), link.as_str()),
        Part::Text(t.text("mail-email-change-to-old-validity").into()),
        Part::Text(t.text("mail-email-change-to-old-reason").into()),
    ];
    let title = t.text("mail-email-change-to-old-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

/// To the new address, to confirm that it is theirs.
pub(super) fn to_new(t: &'static Texts, link: &Url) -> Result<RenderedMail, MailError> {
    let host = &host(link);
    let parts = vec![
        Part::Strong(
            t.around("mail-email-change-to-new-intro", "host", &[]),
            host,
        ),
        Part::Button(t.text("mail-email-change-to-new-button"), link.as_str()),
        Part::Text(t.text("mail-email-change-to-new-validity").into()),
        Part::Text(t.text("mail-email-change-to-new-reason").into()),
    ];
    let title = t.text("mail-email-change-to-new-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

/// To the old address, once the change is complete.
pub(super) fn changed(
    t: &'static Texts,
    service: &Url,
    new_email: &Email,
) -> Result<RenderedMail, MailError> {
    let host = &host(service);
    let reason = t.with("mail-email-changed-reason", &[("host", host.into())]);
    let parts = vec![
        Part::Strong(t.around("mail-email-changed-intro", "host", &[]), host),
        alone(new_email),
        Part::Text(t.text("mail-email-changed-effect").into()),
        Part::Text(reason.into()),
    ];
    let title = t.text("mail-email-changed-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

/// An address on a line of its own.
fn alone(email: &Email) -> Part<'_> {
    Part::Strong((String::new(), String::new()), email.as_typed())
}
