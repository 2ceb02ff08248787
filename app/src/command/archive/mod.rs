//! The file of a backup: a tar archive, compressed by gzip.
//!
//! | Entry | |
//! |---|---|
//! | `korotko-backup.json` | the [`Manifest`], always first |
//! | `korotko.db` or `korotko.dump` | the SQLite file, or the dump of PostgreSQL |
//! | `clicks/…/….clicks` | the files of the click log |
//! | `jwt-secret`, `email-secret` | the secrets, if they are included |

mod manifest;
mod reader;
mod writer;

pub(super) use manifest::{DatabaseKind, Manifest};
pub(super) use reader::{ReadArchiveError, unpack};
pub(super) use writer::ArchiveWriter;

/// The entry of the manifest.
const MANIFEST: &str = "korotko-backup.json";

/// The folder of the click log.
pub(super) const CLICKS: &str = "clicks";
