use korotko_core::ports::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 1;

/// What a backup is of.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::command) struct Manifest {
    /// The version of the format.
    pub(super) format: u32,
    /// The version of the program that wrote it, for people.
    program: String,
    /// When it was begun, in RFC 3339.
    pub(in crate::command) created_at: String,
    /// The kind of the database.
    pub(in crate::command) database: DatabaseKind,
    /// The migrations of the database.
    pub(in crate::command) migrations: Vec<String>,
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::command) enum DatabaseKind {
    Sqlite,
    Postgresql,
}

impl Manifest {
    pub(in crate::command) fn new(
        now: Timestamp,
        database: DatabaseKind,
        migrations: Vec<String>,
    ) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            database,
            migrations,
        }
    }
}

impl DatabaseKind {
    /// The entry with the database.
    pub(in crate::command) fn entry(self) -> &'static str {
        match self {
            Self::Sqlite => "korotko.db",
            Self::Postgresql => "korotko.dump",
        }
    }

    /// Its name.
    pub(in crate::command) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }
}
