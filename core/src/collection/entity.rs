use crate::id::{CollectionId, UserId};
use crate::ports::Timestamp;
use crate::revision::Revision;
use crate::text::{fold, text};

/// A personal set of links. A link may be in any number of its owner's sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Never reused.
    pub id: CollectionId,
    /// Whose it is.
    pub owner: UserId,
    /// What it is called.
    pub name: CollectionName,
    /// What it is for.
    pub description: Option<Description>,
    /// How many links are in it, without deleted ones.
    pub links: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its name or description was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes of name and description.
    pub revision: Revision,
}

impl Collection {
    /// Notes that it changes at `now`.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.revision = self.revision.next();
    }
}

text! {
    /// What a collection is called: one line in NFC, shown as typed and compared without regard to case.
    ///
    /// ```
    /// use korotko_core::collection::CollectionName;
    ///
    /// let name = CollectionName::parse(" Весна 2027 ")?;
    /// assert_eq!(name.as_str(), "Весна 2027");
    /// assert_eq!(name.folded(), CollectionName::parse("ВЕСНА 2027")?.folded());
    /// # Ok::<(), korotko_core::TextError>(())
    /// ```
    CollectionName, parse_line, 100
}

impl CollectionName {
    /// What names have in common that differ by case alone.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(self.as_str())
    }
}

text! {
    /// What a collection is for, in a few lines.
    Description, parse_lines, 1_000
}
