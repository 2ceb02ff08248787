use std::path::Path;

use super::finding::{Finding, Severity};
use crate::composition::{Config, MailConfig, check_writable};

pub(super) const NAME: &str = "folders";

const ADVICE: &str = "let the user of the service write to it, as with `chown`, or set KOROTKO_DATA_DIR or KOROTKO_MAIL_DIR to another folder";

/// Whether the service can write to its folders, or create them.
pub(super) fn check(config: &Config) -> Vec<Finding> {
    let mails = match &config.mail {
        MailConfig::Folder { folder, .. } => Some(folder.as_path()),
        MailConfig::Smtp { .. } => None,
    };
    let mut folders = vec![config.clicks.folder.as_path()];
    folders.extend(config.database.folder().into_iter().chain(mails));
    folders.sort();
    folders.dedup();
    let examined = folders.into_iter();
    let mut examined: Vec<_> = examined
        .map(|folder| (nearest_existing(folder), examine(folder)))
        .collect();
    // A folder that cannot be used is reported once, not again for the folders in it.
    let failed = |finding: &Finding| finding.severity == Severity::Failure;
    examined
        .dedup_by(|(one, again), (other, found)| one == other && failed(again) && failed(found));
    examined.into_iter().map(|(_, finding)| finding).collect()
}

fn examine(folder: &Path) -> Finding {
    let nearest = nearest_existing(folder);
    match check_writable(nearest) {
        Err(error) => Finding::failure(NAME, error.to_string(), ADVICE),
        Ok(()) if nearest == folder => {
            Finding::ok(NAME, format!("{} can be written to", folder.display()))
        }
        Ok(()) => {
            let message = format!("{} does not exist, and can be created", folder.display());
            Finding::ok(NAME, message)
        }
    }
}

/// The folder, or the nearest one above it that exists.
pub(super) fn nearest_existing(folder: &Path) -> &Path {
    let mut ancestors = folder.ancestors();
    let found = ancestors.find(|path| path.exists());
    found.unwrap_or(Path::new("."))
}
