//! The folders that a program writes into, tried at its start rather than when the first click or mail comes.

use std::path::Path;

use super::config_errors::ConfigErrors;
use super::purpose::Purpose;
use crate::composition::{ClickConfig, Database, MailConfig, try_folder};

const DATA_DIR: &str = "KOROTKO_DATA_DIR:";

/// Makes the folders that this program writes into, if they are not there, and tries each.
pub(super) fn check(
    purpose: Purpose,
    (database, mail, clicks): (&Database, &MailConfig, &ClickConfig),
    mistakes: &mut ConfigErrors,
) {
    let data = database.folder().map(|folder| (DATA_DIR, folder));
    let mails = match mail {
        MailConfig::Folder { folder, .. } => Some(("KOROTKO_MAIL_DIR:", folder.as_path())),
        MailConfig::Smtp { .. } => None,
    };
    let clicks = (DATA_DIR, clicks.folder.as_path());
    let folders = match purpose {
        Purpose::Serve => [data, Some(clicks), mails],
        Purpose::Work => [data, None, mails],
        Purpose::Look => return,
    };
    let mut unusable: Vec<&Path> = Vec::new();
    for (name, folder) in folders.into_iter().flatten() {
        // What is wrong with a folder is wrong with all in it.
        if unusable.iter().any(|outer| folder.starts_with(outer)) {
            continue;
        }
        if let Err(error) = try_folder(folder) {
            mistakes.add(name, error);
            unusable.push(folder);
        }
    }
}
