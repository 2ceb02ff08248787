use crate::id::{CollectionId, UserId};
use crate::ports::Timestamp;
use crate::revision::Revision;
use crate::text::{fold, text};

/// A collection of links. A link may be in any number of its owner's collections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Never reused.
    pub id: CollectionId,
    /// The owner.
    pub owner: UserId,
    /// The name.
    pub name: CollectionName,
    /// The description.
    pub description: Option<Description>,
    /// The number of links, without deleted ones.
    pub links: u64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its name or description was last changed.
    pub updated_at: Timestamp,
    /// Increases with every change of name or description.
    pub revision: Revision,
}

impl Collection {
    /// Records a change at `now`.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.revision = self.revision.next();
    }
}

text! {
    /// The name of a collection: one line in NFC, shown as typed and compared case-insensitively.
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
    /// The case-folded form in which names are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(self.as_str())
    }
}

text! {
    /// The description of a collection, in a few lines.
    Description, parse_lines, 1_000
}
