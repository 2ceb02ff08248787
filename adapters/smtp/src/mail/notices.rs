use korotko_core::ports::MailError;
use korotko_texts::Texts;
use url::Url;

use super::notice::{Notice, Part};
use super::rendered::{RenderedMail, host};

pub(super) fn verification(t: &'static Texts, link: &Url) -> Result<RenderedMail, MailError> {
    let host = &host(link);
    let parts = vec![
        Part::Strong(t.around("mail-verification-intro", "host", &[]), host),
        Part::Button(t.text("mail-verification-button"), link.as_str()),
        Part::Text(t.text("mail-verification-validity").into()),
        Part::Text(t.text("mail-verification-reason").into()),
    ];
    let title = t.text("mail-verification-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

pub(super) fn invitation(t: &'static Texts, link: &Url) -> Result<RenderedMail, MailError> {
    let host = &host(link);
    let reason = t.with("mail-invitation-reason", &[("host", host.into())]);
    let parts = vec![
        Part::Strong(t.around("mail-invitation-intro", "host", &[]), host),
        Part::Button(t.text("mail-invitation-button"), link.as_str()),
        Part::Text(t.text("mail-invitation-validity").into()),
        Part::Text(reason.into()),
    ];
    let title = t.text("mail-invitation-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

pub(super) fn password_reset(t: &'static Texts, link: &Url) -> Result<RenderedMail, MailError> {
    let host = &host(link);
    let parts = vec![
        Part::Strong(t.around("mail-password-reset-intro", "host", &[]), host),
        Part::Button(t.text("mail-password-reset-button"), link.as_str()),
        Part::Text(t.text("mail-password-reset-validity").into()),
        Part::Text(t.text("mail-password-reset-reason").into()),
    ];
    let title = t.text("mail-password-reset-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}

pub(super) fn test(t: &'static Texts, service: &Url) -> Result<RenderedMail, MailError> {
    let host = &host(service);
    let reason = t.around("mail-test-reason", "command", &[("host", host.into())]);
    let parts = vec![
        Part::Strong(t.around("mail-test-intro", "host", &[]), host),
        Part::Link(service.as_str()),
        Part::Code(reason, "korotko doctor --mail"),
    ];
    let title = t.text("mail-test-subject");
    Notice {
        t,
        title,
        host,
        parts,
    }
    .rendered()
}
