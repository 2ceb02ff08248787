/// A set of words that are searched in one pass over a header. Words are in lower case; a word after `^` must be at the beginning.
pub(crate) struct WordSet {
    /// Sorted by their first two bytes.
    anywhere: Vec<Word>,
    /// The ranges of `anywhere` by the first two bytes, by [`prefix_index`].
    ranges: Box<[(u32, u32)]>,
    beginnings: Vec<Word>,
}

/// A word, and the index of its row.
type Word = (&'static str, usize);

impl WordSet {
    /// A set of words without rows.
    pub(crate) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self::from_rows(words.into_iter().map(|word| (word, 0)))
    }

    /// A set of the words of a table.
    pub(crate) fn from_table<T>(table: &[(T, &[&'static str])]) -> Self {
        let rows = table.iter().enumerate();
        Self::from_rows(
            rows.flat_map(|(row, (_, words))| words.iter().map(move |word| (*word, row))),
        )
    }

    fn from_rows(words: impl Iterator<Item = Word>) -> Self {
        let (mut beginnings, mut anywhere) = (Vec::new(), Vec::new());
        for (word, row) in words {
            match word.strip_prefix('^') {
                Some(beginning) => beginnings.push((beginning, row)),
                None => anywhere.push((word, row)),
            }
        }
        // Words have at least two bytes: shorter ones are never found.
        anywhere.retain(|(word, _)| word.len() >= 2);
        anywhere.sort_by_key(|(word, _)| prefix_index(word.as_bytes()));
        let mut ranges = vec![(0, 0); 1 << 14].into_boxed_slice();
        for (at, (word, _)) in (0..).zip(&anywhere) {
            let range = &mut ranges[prefix_index(word.as_bytes())];
            *range = if range.1 == 0 {
                (at, at + 1)
            } else {
                (range.0, at + 1)
            };
        }
        Self {
            anywhere,
            ranges,
            beginnings,
        }
    }

    /// Whether `text` contains any of the words.
    pub(crate) fn match_any(&self, text: &str) -> bool {
        self.first_match(text).is_some()
    }

    /// The first row with a word that `text` contains.
    pub(crate) fn first_match(&self, text: &str) -> Option<usize> {
        let beginnings = self.beginnings.iter();
        let at_beginning = beginnings.filter(|(word, _)| text.starts_with(word));
        let bytes = text.as_bytes();
        let within = (0..bytes.len().saturating_sub(1)).flat_map(|at| self.at(&bytes[at..]));
        at_beginning.chain(within).map(|(_, row)| *row).min()
    }

    /// The words that are a prefix of these bytes.
    fn at<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = &'a Word> {
        let (from, until) = self.ranges[prefix_index(bytes)];
        let words = &self.anywhere[from as usize..until as usize];
        words
            .iter()
            .filter(move |(word, _)| bytes.starts_with(word.as_bytes()))
    }
}

/// An index for the first two bytes, which are ASCII.
fn prefix_index(bytes: &[u8]) -> usize {
    usize::from(bytes[0] & 0x7f) << 7 | usize::from(bytes[1] & 0x7f)
}
