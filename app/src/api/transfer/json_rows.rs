//! A JSON list of links, row by row.

use std::fmt;
use std::ops::Range;

use korotko_core::link::ImportRow;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::file::FileError;
use super::json_row;
use crate::bom;

/// Where a row stands in a file.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// On which line it begins, from 1.
    line: u64,
    bytes: Range<usize>,
}

/// Where the rows of a list stand, at most `most` of them. Each was read once, and can be read again by [`row`].
pub(super) fn places(file: &[u8], most: usize) -> Result<Vec<Place>, FileError> {
    let text = bom::without(file);
    match text.trim_ascii_start().first() {
        None => return Err(FileError::refused("is empty; send a list of objects")),
        Some(b'[') => {}
        Some(_) => return Err(no_list(text)),
    }
    let mut source = Deserializer::from_slice(text);
    let read = source.deserialize_seq(Rows::new(file, most));
    let read = read.and_then(|rows| source.end().map(|()| rows));
    read.map_err(|error| not_json(&error))?
}

/// The row at a place of this file.
pub(super) fn row(file: &[u8], place: &Place) -> Option<ImportRow> {
    let text = file.get(place.bytes.clone())?;
    let content = json_row::read(str::from_utf8(text).ok()?).ok()?;
    Some(ImportRow {
        line: place.line,
        content,
    })
}

fn no_list(text: &[u8]) -> FileError {
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => FileError::shape("must be a list of objects"),
        Err(error) => not_json(&error),
    }
}

/// What `serde_json` says of broken syntax is from a fixed list, with a position.
fn not_json(error: &serde_json::Error) -> FileError {
    FileError::NotJson(error.to_string())
}

struct Rows<'de> {
    file: &'de [u8],
    most: usize,
    /// How far lines are counted, and how many line breaks there are.
    counted: usize,
    breaks: u64,
}

impl<'de> Rows<'de> {
    fn new(file: &'de [u8], most: usize) -> Self {
        let (counted, breaks) = (0, 0);
        Self {
            file,
            most,
            counted,
            breaks,
        }
    }

    /// Where a row stands that is a part of the file.
    fn place(&mut self, row: &RawValue) -> Place {
        let start = row.get().as_ptr().addr() - self.file.as_ptr().addr();
        let between = self.file.get(self.counted..start).unwrap_or_default();
        self.breaks += between
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.counted = start;
        Place {
            line: self.breaks + 1,
            bytes: start..start + row.get().len(),
        }
    }
}

/// The whole list is gone through, so that broken syntax is told first.
impl<'de> Visitor<'de> for Rows<'de> {
    type Value = Result<Vec<Place>, FileError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut places = Ok(Vec::new());
        while let Some(row) = list.next_element::<&'de RawValue>()? {
            let place = self.place(row);
            if let Ok(read) = &mut places {
                let refused = self.add(read, place, row.get()).err();
                places = refused.map_or(places, Err);
            }
        }
        Ok(places)
    }
}

impl Rows<'_> {
    fn add(&self, places: &mut Vec<Place>, place: Place, row: &str) -> Result<(), FileError> {
        if places.len() == self.most {
            return Err(FileError::too_many(self.most));
        }
        let _row = json_row::read(row).map_err(|wrong| {
            let line = place.line;
            FileError::shape(format!("{wrong} in the row on line {line}"))
        })?;
        places.push(place);
        Ok(())
    }
}
