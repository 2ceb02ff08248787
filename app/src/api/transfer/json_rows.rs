//! A JSON list of links, row by row.

use std::fmt;

use korotko_core::link::ImportRow;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::file::FileError;
use super::json_row;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The rows of a list, at most `most` of them, each with the line on which it begins.
pub(super) fn read(file: &[u8], most: usize) -> Result<Vec<ImportRow>, FileError> {
    let text = file.strip_prefix(BOM).unwrap_or(file);
    match text.trim_ascii_start().first() {
        None => return Err(FileError::refused("is empty; send a list of objects")),
        Some(b'[') => {}
        Some(_) => return Err(no_list(text)),
    }
    let mut source = Deserializer::from_slice(text);
    let read = source.deserialize_seq(Rows::new(text, most));
    let read = read.and_then(|rows| source.end().map(|()| rows));
    read.map_err(|error| not_json(&error))?
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
    text: &'de [u8],
    most: usize,
    /// How far lines are counted, and how many line breaks there are.
    counted: usize,
    breaks: u64,
}

impl<'de> Rows<'de> {
    fn new(text: &'de [u8], most: usize) -> Self {
        let (counted, breaks) = (0, 0);
        Self {
            text,
            most,
            counted,
            breaks,
        }
    }

    /// On which line a row begins that is a part of the text, from 1.
    fn line(&mut self, row: &RawValue) -> u64 {
        let start = row.get().as_ptr().addr() - self.text.as_ptr().addr();
        let between = self.text.get(self.counted..start).unwrap_or_default();
        self.breaks += between
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.counted = start;
        self.breaks + 1
    }
}

/// The whole list is gone through, so that broken syntax is told first.
impl<'de> Visitor<'de> for Rows<'de> {
    type Value = Result<Vec<ImportRow>, FileError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut rows = Ok(Vec::new());
        while let Some(row) = list.next_element::<&'de RawValue>()? {
            let line = self.line(row);
            if let Ok(read) = &mut rows {
                let refused = self.add(read, line, row.get()).err();
                rows = refused.map_or(rows, Err);
            }
        }
        Ok(rows)
    }
}

impl Rows<'_> {
    fn add(&self, rows: &mut Vec<ImportRow>, line: u64, row: &str) -> Result<(), FileError> {
        if rows.len() == self.most {
            let (most, why) = (
                self.most,
                "rows, which is as many links as one user may have",
            );
            return Err(FileError::refused(format!("has more than {most} {why}")));
        }
        let content = json_row::read(row).map_err(|wrong| {
            let place = format!("in the row on line {line}");
            FileError::shape(format!("{wrong} {place}"))
        })?;
        rows.push(ImportRow { line, content });
        Ok(())
    }
}
