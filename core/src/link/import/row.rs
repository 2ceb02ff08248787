use std::collections::HashSet;
use std::fmt;

use crate::collection::CollectionName;
use crate::fault::Violations;
use crate::id::UserId;
use crate::link::bulk::{Create, OperationError};
use crate::link::{Links, NewLink};
use crate::ports::Timestamp;

/// The maximum number of collections of one row.
const MAX_COLLECTIONS: usize = 50;

/// One row of a file of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The position in the file.
    pub at: RowPosition,
    /// The content, or why it cannot be parsed.
    pub content: Result<ImportLink, Violations>,
}

/// The position of a row in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPosition {
    /// The line on which the row begins, from 1.
    Line(u64),
    /// The index of the row in a list, from 0.
    Index(u64),
}

impl fmt::Display for RowPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A link to import, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportLink {
    /// The link.
    pub new: NewLink,
    /// The names of its collections; those that do not exist are created.
    pub collections: Vec<String>,
}

/// The rows of a file, read lazily, so that the file need not fit in memory.
pub type ImportRows<'r> = dyn Iterator<Item = ImportRow> + Send + 'r;

impl Links {
    /// Validates a row by itself, before the store is asked.
    pub(super) fn read_row(
        &self,
        owner: UserId,
        row: &ImportRow,
        now: Timestamp,
    ) -> Result<Create, OperationError> {
        let content = row.content.as_ref().map_err(Clone::clone);
        let content = content.map_err(OperationError::InvalidRow)?;
        let draft = self.draft(Some(owner), &content.new, now);
        let (draft, mut violations) = match draft {
            Ok(draft) => (Some(draft), Violations::default()),
            Err(violations) => (None, violations),
        };
        let collections = violations.check("collections", collections(&content.collections));
        let create = draft.zip(collections);
        let create = create.map(|(draft, collections)| Create { draft, collections });
        create.ok_or(OperationError::InvalidRow(violations))
    }
}

/// The distinct collections of a row.
fn collections(names: &[String]) -> Result<Vec<CollectionName>, String> {
    let mut known = HashSet::new();
    let mut collections = Vec::new();
    for name in names {
        let name = CollectionName::parse(name).map_err(|error| format!("each {error}"))?;
        if known.insert(name.folded()) {
            collections.push(name);
        }
        if collections.len() > MAX_COLLECTIONS {
            return Err(format!("must be at most {MAX_COLLECTIONS} collections"));
        }
    }
    Ok(collections)
}
