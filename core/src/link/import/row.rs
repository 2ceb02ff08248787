use std::collections::HashSet;
use std::fmt;

use crate::collection::CollectionName;
use crate::fault::Violations;
use crate::id::UserId;
use crate::link::bulk::{Create, OperationError};
use crate::link::{Links, NewLink};
use crate::ports::Timestamp;

/// The most collections that one row may name.
const MAX_COLLECTIONS: usize = 50;

/// One row of a file of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Where it stands in the file.
    pub at: RowPosition,
    /// What stands in it, or why it cannot be read.
    pub content: Result<ImportLink, Violations>,
}

/// Where a row stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPosition {
    /// It begins on this line, from 1.
    Line(u64),
    /// It is this item of a list, from 0.
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

/// A link to be brought in, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportLink {
    /// The link.
    pub new: NewLink,
    /// The names of the collections to put it into; those that are missing are created.
    pub collections: Vec<String>,
}

/// The rows of a file as they are read, so that not all of them have to be in memory.
pub type ImportRows<'r> = dyn Iterator<Item = ImportRow> + Send + 'r;

impl Links {
    /// Reads a row, by all that can be told from it alone.
    pub(super) fn read_row(
        &self,
        owner: UserId,
        row: &ImportRow,
        now: Timestamp,
    ) -> Result<Create, OperationError> {
        let content = row.content.as_ref().map_err(Clone::clone);
        let content = content.map_err(OperationError::InvalidRow)?;
        let draft = self.draft(Some(owner), &content.new, now);
        let (draft, mut broken) = match draft {
            Ok(draft) => (Some(draft), Violations::default()),
            Err(broken) => (None, broken),
        };
        let collections = broken.check("collections", collections(&content.collections));
        let create = draft.zip(collections);
        let create = create.map(|(draft, collections)| Create { draft, collections });
        create.ok_or(OperationError::InvalidRow(broken))
    }
}

/// The collections that a row names, none twice.
fn collections(names: &[String]) -> Result<Vec<CollectionName>, String> {
    let mut known = HashSet::new();
    let mut collections = Vec::new();
    for name in names {
        let name = CollectionName::parse(name).map_err(|error| format!("each {error}"))?;
        if known.insert(name.folded()) {
            collections.push(name);
        }
        if collections.len() > MAX_COLLECTIONS {
            return Err(format!("must be at most {MAX_COLLECTIONS} sets"));
        }
    }
    Ok(collections)
}
