use korotko_smtp::{FolderMailer, SetupError, SmtpMailer};

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::{secrets, switch};
use crate::composition::{MailConfig, smtp_options};

/// A sender that is good, to look at the rest while the one that was given is not.
const ANY_SENDER: &str = "korotko@localhost";

/// Reads where mails go. Each part is looked at, whatever is wrong with the others.
pub(super) fn read(
    args: &Args,
    environment: &Environment,
    mistakes: &mut ConfigErrors,
) -> Option<MailConfig> {
    let from = args.mail_from.clone();
    let allowed = switch::parse(&args.smtp_allow_plaintext);
    let allowed = mistakes.check("KOROTKO_SMTP_ALLOW_PLAINTEXT", allowed);
    let before = mistakes.count();
    let url = secrets::variable("KOROTKO_SMTP_URL", environment, mistakes);
    let unread = mistakes.count() > before;
    let sender = FolderMailer::new(&args.data_dir, &from, Box::new(|_, _| ()));
    let sender = mistakes.check("KOROTKO_MAIL_FROM:", sender);
    let Some(url) = url else {
        let default = || args.data_dir.join("mails");
        let folder = args.mail_dir.clone().unwrap_or_else(default);
        sender.filter(|_| !unread)?;
        return Some(MailConfig::Folder { folder, from });
    };
    let tried_sender = if sender.is_some() { &from } else { ANY_SENDER };
    // Plaintext is no mistake as long as nothing is known of whether it is allowed.
    let options = smtp_options(allowed.unwrap_or(true));
    if let Err(error) = SmtpMailer::new(&url, tried_sender, &options) {
        note(error, mistakes);
        return None;
    }
    let allow_plaintext = sender.and(allowed)?;
    Some(MailConfig::Smtp {
        url,
        from,
        allow_plaintext,
    })
}

fn note(error: SetupError, mistakes: &mut ConfigErrors) {
    let url = "KOROTKO_SMTP_URL:";
    match error {
        // The name for EHLO is the sender's domain.
        SetupError::From(_) | SetupError::Hello => mistakes.add("KOROTKO_MAIL_FROM:", error),
        SetupError::Plaintext => {
            let cure = "KOROTKO_SMTP_ALLOW_PLAINTEXT=true allows it";
            mistakes.add(url, format!("{error}; {cure}"));
        }
        _ => mistakes.add(url, error),
    }
}
