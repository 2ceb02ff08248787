/// Words to be found in a header, in one pass over it, however many they are. They are in lower case; one behind `^` must stand at
/// the beginning.
pub(crate) struct Words {
    /// Sorted by their first two bytes.
    anywhere: Vec<Word>,
    /// Which of them begin with two bytes, by [`place`].
    ranges: Box<[(u32, u32)]>,
    beginnings: Vec<Word>,
}

/// A word, and the number of its row.
type Word = (&'static str, usize);

impl Words {
    /// These words, in rows of one.
    pub(crate) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self::of_rows(words.into_iter().map(|word| (word, 0)))
    }

    /// The words of a table.
    pub(crate) fn of_table<T>(table: &[(T, &[&'static str])]) -> Self {
        let rows = table.iter().enumerate();
        Self::of_rows(rows.flat_map(|(row, (_, words))| words.iter().map(move |word| (*word, row))))
    }

    fn of_rows(words: impl Iterator<Item = Word>) -> Self {
        let (mut beginnings, mut anywhere) = (Vec::new(), Vec::new());
        for (word, row) in words {
            match word.strip_prefix('^') {
                Some(beginning) => beginnings.push((beginning, row)),
                None => anywhere.push((word, row)),
            }
        }
        // A word has two bytes at least: what is shorter is never found.
        anywhere.retain(|(word, _)| word.len() >= 2);
        anywhere.sort_by_key(|(word, _)| place(word.as_bytes()));
        let mut ranges = vec![(0, 0); 1 << 14].into_boxed_slice();
        for (at, (word, _)) in (0..).zip(&anywhere) {
            let range = &mut ranges[place(word.as_bytes())];
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

    /// Whether any of them stands in `text`.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.first_row_in(text).is_some()
    }

    /// The first row of the table one of whose words stands in `text`.
    pub(crate) fn first_row_in(&self, text: &str) -> Option<usize> {
        let beginnings = self.beginnings.iter();
        let at_beginning = beginnings.filter(|(word, _)| text.starts_with(word));
        let bytes = text.as_bytes();
        let within = (0..bytes.len().saturating_sub(1)).flat_map(|at| self.at(&bytes[at..]));
        at_beginning.chain(within).map(|(_, row)| *row).min()
    }

    /// The words with which these bytes begin.
    fn at<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = &'a Word> {
        let (from, until) = self.ranges[place(bytes)];
        let words = &self.anywhere[from as usize..until as usize];
        words
            .iter()
            .filter(move |(word, _)| bytes.starts_with(word.as_bytes()))
    }
}

/// A number for the first two bytes, which are ASCII.
fn place(bytes: &[u8]) -> usize {
    usize::from(bytes[0] & 0x7f) << 7 | usize::from(bytes[1] & 0x7f)
}
