//! Where the rows of a list stand, so that each can be read when it is asked for.

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
    places: Vec<Range<usize>>,
    /// Why what stands behind them is not JSON. It counts as one more row, which is refused.
    broken: Option<String>,
}

impl JsonRows {
    /// Goes through a whole file, of whose rows no more are kept than one more than `most`.
    pub(crate) fn find(file: &[u8], most: usize) -> Result<Self, FileError> {
        let text = without_bom(file);
        match text.trim_ascii_start().first() {
            None => return Err(FileError::EmptyList),
            Some(b'[') => {}
            Some(_) => return Err(no_list(text)),
        }
        let mut places = Vec::new();
        let mut source = Deserializer::from_slice(text);
        let read = source.deserialize_seq(Rows {
            file,
            most,
            places: &mut places,
        });
        let broken = read.and_then(|()| source.end()).err();
        match broken {
            Some(error) if places.is_empty() => Err(FileError::NotJson(error.to_string())),
            broken => Ok(Self {
                broken: broken.map(|error| error.to_string()),
                places,
            }),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len() + usize::from(self.broken.is_some())
    }

    /// What stands in each row of this file, or what is wrong with it.
    pub(crate) fn read<'r>(
        &'r self,
        file: &'r [u8],
    ) -> impl Iterator<Item = Result<ImportLink, Violations>> + Send + 'r {
        let rows = self.places.iter().map(|place| {
            let text = file.get(place.clone()).map(str::from_utf8);
            match text {
                Some(Ok(text)) => row::read(text),
                _ => Err(Violations::new(ROW, "is not UTF-8")),
            }
        });
        let rest = self.broken.iter().map(|why| {
            let read = self.places.len();
            let why = format!("the file is not JSON from here on: {why}; {read} rows were read");
            Err(Violations::new(ROW, why))
        });
        rows.chain(rest)
    }
}

/// What `serde_json` says of broken syntax is from a fixed list, with a position.
fn no_list(text: &[u8]) -> FileError {
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => FileError::NotList,
        Err(error) => FileError::NotJson(error.to_string()),
    }
}

struct Rows<'de, 'p> {
    file: &'de [u8],
    most: usize,
    places: &'p mut Vec<Range<usize>>,
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
            if self.places.len() <= self.most {
                self.places.push(start..start + text.len());
            }
        }
        Ok(())
    }
}
