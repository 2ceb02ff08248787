//! The folders that the program writes to, checked at the start.

use std::path::Path;

use super::config_errors::ConfigErrors;
use super::purpose::Purpose;
use crate::composition::{ClickConfig, Database, MailConfig, check_folder};

const DATA_DIR: &str = "KOROTKO_DATA_DIR:";

/// Creates the folders that this program writes to, if missing, and checks that they are writable.
pub(super) fn check(
    purpose: Purpose,
    (database, mail, clicks): (&Database, &MailConfig, &ClickConfig),
    errors: &mut ConfigErrors,
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
        Purpose::Administer => return,
    };
    let mut unusable: Vec<&Path> = Vec::new();
    for (name, folder) in folders.into_iter().flatten() {
        // An unusable folder is reported once, not again for the folders in it.
        if unusable.iter().any(|outer| folder.starts_with(outer)) {
            continue;
        }
        if let Err(error) = check_folder(folder) {
            errors.add(name, error);
            unusable.push(folder);
        }
    }
}
