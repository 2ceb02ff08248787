use crate::text::{TextError, fold, text};

text! {
    /// A word or two by which links are listed: one line in NFC, shown as typed and compared case-insensitively.
    Tag, parse_line, 50
}

impl Tag {
    /// The case-folded form in which tags are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(self.as_str())
    }
}

/// The distinct tags of one link, in the given order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Tags(Vec<Tag>);

/// The rule that a list of tags violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TagsError {
    /// A tag violates a rule.
    #[error("each {0}")]
    Tag(#[from] TextError),
    /// There are more than [`Tags::MAX`].
    #[error("must be at most {} tags", Tags::MAX)]
    Number,
}

impl Tags {
    /// The maximum number of tags of one link.
    pub const MAX: usize = 20;

    /// Parses tags. Of those that differ only in case, the first stays.
    ///
    /// ```
    /// use korotko_core::link::Tags;
    ///
    /// let tags = Tags::parse(&["Spring", "sale", "SPRING"])?;
    /// assert_eq!(tags.as_slice().len(), 2);
    /// # Ok::<(), korotko_core::link::TagsError>(())
    /// ```
    pub fn parse(texts: &[impl AsRef<str>]) -> Result<Self, TagsError> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut known: Vec<String> = Vec::new();
        for text in texts {
            let tag = Tag::parse(text.as_ref())?;
            let folded = tag.folded();
            if known.contains(&folded) {
                continue;
            }
            if tags.len() == Self::MAX {
                return Err(TagsError::Number);
            }
            known.push(folded);
            tags.push(tag);
        }
        Ok(Self(tags))
    }

    /// From a store, unchecked.
    #[must_use]
    pub fn from_stored(tags: Vec<Tag>) -> Self {
        Self(tags)
    }

    /// The tags.
    #[must_use]
    pub fn as_slice(&self) -> &[Tag] {
        &self.0
    }
}
