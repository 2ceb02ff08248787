use korotko_smtp::{FolderMailer, SetupError, SmtpMailer};

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::{secrets, switch};
use crate::composition::{MailConfig, smtp_options};

/// A valid sender, to check the URL while the given sender is invalid.
const ANY_SENDER: &str = "korotko@localhost";

/// Reads the settings of mails. Checks every part, even if another is invalid.
pub(super) fn read(
    args: &Args,
    environment: &Environment,
    errors: &mut ConfigErrors,
) -> Option<MailConfig> {
    let from = args.mail_from.clone();
    let allowed = switch::parse(&args.smtp_allow_plaintext);
    let allowed = errors.check("KOROTKO_SMTP_ALLOW_PLAINTEXT", allowed);
    let before = errors.count();
    let url = secrets::variable("KOROTKO_SMTP_URL", environment, errors);
    let unread = errors.count() > before;
    let sender = FolderMailer::new(&args.data_dir, &from, Box::new(|_, _| ()));
    let sender = errors.check("KOROTKO_MAIL_FROM:", sender);
    let Some(url) = url else {
        let default = || args.data_dir.join("mails");
        let folder = args.mail_dir.clone().unwrap_or_else(default);
        sender.filter(|_| !unread)?;
        return Some(MailConfig::Folder { folder, from });
    };
    let tried_sender = if sender.is_some() { &from } else { ANY_SENDER };
    // Plaintext is no error while the setting that allows it is invalid.
    let options = smtp_options(allowed.unwrap_or(true));
    if let Err(error) = SmtpMailer::new(&url, tried_sender, &options) {
        note(error, errors);
        return None;
    }
    let allow_plaintext = sender.and(allowed)?;
    Some(MailConfig::Smtp {
        url,
        from,
        allow_plaintext,
    })
}

fn note(error: SetupError, errors: &mut ConfigErrors) {
    let url = "KOROTKO_SMTP_URL:";
    match error {
        // The name for EHLO is the sender's domain.
        SetupError::From(_) | SetupError::Hello => errors.add("KOROTKO_MAIL_FROM:", error),
        SetupError::Plaintext => {
            let hint = "KOROTKO_SMTP_ALLOW_PLAINTEXT=true allows it";
            errors.add(url, format!("{error}; {hint}"));
        }
        _ => errors.add(url, error),
    }
}
