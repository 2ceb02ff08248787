use std::time::SystemTime;

use korotko_core::ports::{Mail, MailContent, MailError};
use korotko_texts::Texts;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};

use super::check::check;
use super::refusal::{MAX_LINE, refused};
use super::rendered::RenderedMail;
use super::{Sender, abuse_report, attachment, email_change, notices, report};

/// Which bytes a mail may contain.
///
/// Lines of up to 998 octets stay whole, where lettre would fold them at 76 by quoted-printable, so that a link in the raw
/// mail can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// ASCII alone, for any SMTP server, with or without 8BITMIME (RFC 6152): Russian is encoded in base64.
    SevenBit,
    /// Plain UTF-8, for files that people read and search.
    EightBit,
}

/// A mail ready to be sent.
pub(crate) struct Outgoing {
    pub(crate) from: Address,
    pub(crate) to: Address,
    /// Headers and body; every line ends in CRLF.
    pub(crate) content: String,
}

/// Encodes a mail. Refuses an address that fits no envelope, an invalid Message-ID, and an unsubscribe URL that fits no header.
pub(crate) fn compose(
    mail: &Mail,
    sender: &Sender,
    transfer: Transfer,
) -> Result<Outgoing, MailError> {
    check(mail)?;
    let from = sender.mailbox.email.clone();
    let to = recipient(mail)?;
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()]);
    let rendered = render(mail)?;
    let mut message = Message::builder()
        .envelope(envelope.map_err(|_| refused("the address does not fit into an envelope"))?)
        .from(sender.mailbox.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(rendered.subject)
        .date(SystemTime::from(mail.date))
        .raw_header(raw("Message-ID", format!("<{}>", mail.message_id)))
        // RFC 3834 5: suppresses automatic answers.
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(raw("Content-Language", mail.language.tag().to_owned()));
    if let Some(url) = mail.unsubscribe() {
        message = message
            .raw_header(raw("List-Unsubscribe", format!("<{url}>")))
            // RFC 8058 3.1: allows mail clients to unsubscribe by one POST.
            .raw_header(raw(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ));
    }
    let texts = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, rendered.text, transfer))
        .singlepart(part(ContentType::TEXT_HTML, rendered.html, transfer));
    let whole = match attachment::from_mail(mail)? {
        Some(file) => MultiPart::mixed().multipart(texts).singlepart(file),
        None => texts,
    };
    let message = message.multipart(whole);
    let message = message.map_err(|_| refused("the mail could not be assembled"))?;
    let content = String::from_utf8(message.formatted())
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Outgoing { from, to, content })
}

fn render(mail: &Mail) -> Result<RenderedMail, MailError> {
    let t = Texts::of(mail.language);
    match &mail.content {
        MailContent::Verification { link } => notices::verification(t, link),
        MailContent::Invitation { link } => notices::invitation(t, link),
        MailContent::PasswordReset { link } => notices::password_reset(t, link),
        MailContent::EmailChangeToOld { link, new_email } => {
            email_change::to_old(t, link, new_email)
        }
        MailContent::EmailChangeToNew { link } => email_change::to_new(t, link),
        MailContent::EmailChanged { service, new_email } => {
            email_change::changed(t, service, new_email)
        }
        MailContent::Test { service } => notices::test(t, service),
        MailContent::AbuseReport(content) => abuse_report::render(t, content),
        MailContent::Report(content) => report::render(t, content),
    }
}

/// The recipient: the local part as typed, the domain in ASCII, so that an international domain needs no SMTPUTF8.
fn recipient(mail: &Mail) -> Result<Address, MailError> {
    let local = mail.to.as_typed().rsplit_once('@').map(|parts| parts.0);
    let domain = mail.to.canonical().rsplit_once('@').map(|parts| parts.1);
    let (Some(local), Some(domain)) = (local, domain) else {
        return Err(refused("the address does not fit into an envelope"));
    };
    Address::new(local, domain).map_err(|_| refused("the address does not fit into an envelope"))
}

fn part(kind: ContentType, text: String, transfer: Transfer) -> SinglePart {
    let fits = text.lines().all(|line| line.len() <= MAX_LINE);
    let encoding = match transfer {
        _ if fits && text.is_ascii() => Some(ContentTransferEncoding::SevenBit),
        Transfer::EightBit if fits => Some(ContentTransferEncoding::EightBit),
        _ => None,
    };
    let body = match encoding {
        Some(encoding) => {
            Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), encoding)
        }
        None => Body::new(text),
    };
    SinglePart::builder().header(kind).body(body)
}

/// A header that is not folded. [`check`] ensures that its value is ASCII on one line.
fn raw(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}

#[cfg(test)]
mod tests {
    use korotko_core::ports::{Mail, MailContent};
    use korotko_core::user::{Email, Language};
    use proptest::prelude::*;

    use super::recipient;

    fn mail(to: Email) -> Mail {
        Mail {
            message_id: "job-1@short.example".to_owned(),
            to,
            language: Language::default(),
            date: chrono::DateTime::UNIX_EPOCH,
            content: MailContent::Verification {
                link: "https://short.example/".parse().unwrap(),
            },
        }
    }

    /// Texts, most of them addresses: letters of many scripts with combining marks, quoted or not.
    fn address() -> impl Strategy<Value = String> {
        const LETTERS: &str = "([aei\u{438}\u{3b1}\u{1100}\u{d55}][\u{300}\u{301}\u{306}\u{308}\u{1161}\u{11a8}]?){1,12}";
        let local = prop_oneof![
            3 => LETTERS,
            2 => "[-a-z0-9.!#$%&'*+/=?^_`{|}~\\p{L}\\p{M}]{1,24}",
            1 => "\"[ -~\\p{L}\\p{M}]{0,24}\"",
        ];
        let domain = prop_oneof![
            2 => "[a-z0-9]{1,8}([.][a-z]{2,8}){1,3}",
            2 => LETTERS.prop_map(|name| format!("{name}.{name}")),
            1 => "[-\\p{L}\\p{M}\\p{N}]{1,12}[.][-\\p{L}\\p{M}]{2,12}[.]?",
        ];
        (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn every_address_that_is_accepted_fits_an_envelope(text in address()) {
            if let Ok(email) = Email::parse(&text) {
                let sent = recipient(&mail(email));
                prop_assert!(sent.is_ok(), "{text:?}: {sent:?}");
            }
        }
    }

    #[test]
    fn decomposed_letters_are_sent_composed() {
        for (typed, envelope) in [
            ("\u{438}\u{306}@example.com", "\u{439}@example.com"),
            ("e\u{301}ric@e\u{301}.example", "\u{e9}ric@xn--9ca.example"),
        ] {
            let to = recipient(&mail(Email::parse(typed).unwrap())).unwrap();
            assert_eq!(to.to_string(), envelope);
        }
    }
}
