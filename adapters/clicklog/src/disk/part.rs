use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use korotko_core::click::Click;

use crate::format::{Decoder, Next, header};

/// The most bytes that are read at once, some 30,000 clicks.
const MOST_BYTES: u64 = 2 << 20;

/// What was read of a file.
#[derive(Debug)]
pub(crate) struct Part {
    /// What stands in it.
    pub(crate) clicks: Vec<Click>,
    /// Where it ends, in bytes, what was lost included.
    pub(crate) until: u64,
    /// What could not be read, if anything.
    pub(crate) lost: Option<Lost>,
}

/// What could not be read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lost {
    /// How many bytes.
    pub(crate) bytes: u64,
    /// Whether it is the beginning of a record and nothing more: its process died over it.
    pub(crate) torn: bool,
}

/// Reads up to `most` clicks from `from` on, and nothing behind `end`, where a record ends unless its process died.
pub(crate) fn read_part(path: &Path, from: u64, end: u64, most: usize) -> io::Result<Part> {
    let from = from.max(header::END);
    let wanted = end.saturating_sub(from).min(MOST_BYTES);
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(wanted).read_to_end(&mut bytes)?;

    let mut decoder = Decoder::new(&bytes);
    let mut clicks = Vec::new();
    let stopped_by = loop {
        if clicks.len() == most {
            break None;
        }
        match decoder.next() {
            Next::Click(click) => clicks.push(click),
            other => break Some(other),
        }
    };
    let until = from + decoder.offset() as u64;
    let all_read = from + bytes.len() as u64 == end || (bytes.len() as u64) < wanted;
    let torn = match stopped_by {
        Some(Next::Broken) => false,
        Some(Next::Short) if all_read && until < end => true,
        _ => {
            return Ok(Part {
                clicks,
                until,
                lost: None,
            });
        }
    };
    let bytes = end - until;
    Ok(Part {
        clicks,
        until: end,
        lost: Some(Lost { bytes, torn }),
    })
}
