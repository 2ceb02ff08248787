//! The byte ranges of the rows of a list, so that each row is parsed only when it is needed.

use std::fmt;
use std::ops::Range;

use korotko_core::fault::Violations;
use korotko_core::link::ImportLink;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::row;
use crate::error::FileError;
use crate::row::ROW;
use crate::text::without_bom;

/// The rows of a list.
pub(crate) struct JsonRows {
    ranges: Vec<Range<usize>>,
    /// Why the text after the rows is not JSON. It counts as one more row, which is refused.
    broken: Option<String>,
}

impl JsonRows {
    /// Finds the rows of a whole file, and keeps at most `max_rows` and one more.
    pub(crate) fn find(file: &[u8], max_rows: usize) -> Result<Self, FileError> {
        let text = without_bom(file);
        match text.trim_ascii_start().first() {
            None => return Err(FileError::EmptyList),
            Some(b'[') => {}
            Some(_) => return Err(not_a_list(text)),
        }
        let mut ranges = Vec::new();
        let mut source = Deserializer::from_slice(text);
        let read = source.deserialize_seq(Rows {
            file,
            limit: max_rows,
            found: &mut ranges,
        });
        let broken = read.and_then(|()| source.end()).err();
        match broken {
            Some(error) if ranges.is_empty() => Err(FileError::NotJson(error.to_string())),
            broken => Ok(Self {
                broken: broken.map(|error| error.to_string()),
                ranges,
            }),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ranges.len() + usize::from(self.broken.is_some())
    }

    /// The link of each row of this file, or the row's errors.
    pub(crate) fn read<'r>(
        &'r self,
        file: &'r [u8],
    ) -> impl Iterator<Item = Result<ImportLink, Violations>> + Send + 'r {
        let rows = self.ranges.iter().map(|range| {
            let text = file.get(range.clone()).map(str::from_utf8);
            match text {
                Some(Ok(text)) => row::read(text),
                _ => Err(Violations::new(ROW, "is not UTF-8")),
            }
        });
        let rest = self.broken.iter().map(|why| {
            let read = self.ranges.len();
            let why = format!("the file is not JSON from here on: {why}; {read} rows were read");
            Err(Violations::new(ROW, why))
        });
        rows.chain(rest)
    }
}

/// `serde_json` describes broken syntax by fixed texts and a position, so its message is safe to show.
fn not_a_list(text: &[u8]) -> FileError {
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => FileError::NotList,
        Err(error) => FileError::NotJson(error.to_string()),
    }
}

struct Rows<'de, 'p> {
    file: &'de [u8],
    limit: usize,
    found: &'p mut Vec<Range<usize>>,
}

impl<'de> Visitor<'de> for Rows<'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(row) = list.next_element::<&'de RawValue>()? {
            let text = row.get();
            let start = text.as_ptr().addr() - self.file.as_ptr().addr();
            if self.found.len() <= self.limit {
                self.found.push(start..start + text.len());
            }
        }
        Ok(())
    }
}
