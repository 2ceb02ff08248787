use std::io;
use std::ops::AddAssign;

use korotko_core::click::Click;

use super::Segment;
use crate::format::{Decoder, MAX_RECORD, MIN_RECORD, Next, Walk, header, is_partial_record, walk};

/// The most bytes that are read at once, some 30,000 clicks.
const MAX_BYTES: u64 = 2 << 20;

/// The usual length of a record, in bytes.
const USUAL_RECORD: u64 = 64;

/// A `write` of a dying process can end at multiples of this.
const PAGE: u64 = 4096;

/// A part of a file.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its clicks.
    pub(crate) clicks: Vec<Click>,
    /// Its end, in bytes, including lost records.
    pub(crate) until: u64,
    /// The lost records.
    pub(crate) lost: Lost,
}

/// Records that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lost {
    /// The number of bytes.
    pub(crate) bytes: u64,
    /// The number of clicks in them.
    pub(crate) clicks: u64,
}

impl AddAssign for Lost {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.clicks += other.clicks;
    }
}

/// Reads up to `max` clicks from `from` on, at most up to `end`, which is the end of a record unless its process died.
pub(crate) fn read_part(segment: &Segment, from: u64, end: u64, max: usize) -> io::Result<Part> {
    let from = from.max(header::END);
    let wanted = end.saturating_sub(from).min(MAX_BYTES);
    let bytes = segment.read(from, wanted)?;
    let read_until = from + bytes.len() as u64;
    let mut reading = Reading {
        decoder: Decoder::new(&bytes),
        bytes: &bytes,
        clicks: Vec::new(),
        next: (from == header::END).then_some(0),
        lost: Lost::default(),
    };
    // Or the file was truncated, and there is no more of it.
    let is_all = read_until == end || (bytes.len() as u64) < wanted;
    reading.read(max, is_all);
    let mut until = from + reading.decoder.offset() as u64;
    if is_all && reading.is_at_tail(max) {
        reading.lose_tail(
            end - read_until,
            segment.may_be_torn() && end.is_multiple_of(PAGE),
        );
        until = end;
    }
    Ok(Part {
        clicks: reading.clicks,
        until,
        lost: reading.lost,
    })
}

/// The state of reading the bytes of a part.
struct Reading<'a> {
    decoder: Decoder<'a>,
    bytes: &'a [u8],
    clicks: Vec<Click>,
    /// The number of the next record, if known.
    next: Option<u32>,
    lost: Lost,
}

impl<'a> Reading<'a> {
    /// Reads up to `max` clicks, until no further record is found.
    fn read(&mut self, max: usize, is_all: bool) {
        while self.clicks.len() < max {
            let at = self.decoder.offset();
            match self.decoder.next() {
                Next::Click(number, click) => self.add(number, click),
                Next::End => return,
                Next::Broken if self.decoder.find_record() => self.skip_damaged(at),
                Next::Broken => {
                    // A record may extend beyond these bytes: the next part begins with it, unless this one does already.
                    if !is_all && at == 0 {
                        self.skip();
                    }
                    return;
                }
            }
        }
    }

    fn add(&mut self, number: u32, click: Click) {
        self.next = number.checked_add(1);
        self.clicks.push(click);
    }

    /// Counts the records lost between `from` and the record that the decoder has found, and adds that record.
    fn skip_damaged(&mut self, from: usize) {
        let damaged = &self.bytes[from..self.decoder.offset()];
        if let Next::Click(number, click) = self.decoder.next() {
            let max = (damaged.len() / MIN_RECORD).max(1) as u64;
            let missing = self.next.and_then(|next| number.checked_sub(next));
            let missing = missing.map(|missing| u64::from(missing).min(max));
            self.lose(
                damaged,
                missing.unwrap_or_else(|| estimate_records(damaged, 0)),
            );
            self.add(number, click);
        }
    }

    /// Skips all bytes except those that may be the beginning of a record.
    fn skip(&mut self) {
        let passed = self.bytes.len().saturating_sub(MAX_RECORD);
        self.decoder.skip_to(passed);
        let damaged = &self.bytes[..passed];
        self.lose(damaged, estimate_records(damaged, 0));
    }

    /// Whether no further record can be read.
    fn is_at_tail(&self, max: usize) -> bool {
        self.clicks.len() < max || self.decoder.offset() == self.bytes.len()
    }

    /// Counts the records lost from the decoder's offset on, including `missing` bytes that no longer exist.
    fn lose_tail(&mut self, missing: u64, may_be_torn: bool) {
        let damaged = &self.bytes[self.decoder.offset()..];
        let Walk { records, rest } = walk(damaged);
        let torn =
            may_be_torn && missing == 0 && is_partial_record(&damaged[damaged.len() - rest..]);
        let clicks = if torn {
            records
        } else {
            estimate_records(damaged, missing)
        };
        self.lose(damaged, clicks);
        self.lost.bytes += missing;
    }

    fn lose(&mut self, damaged: &'a [u8], clicks: u64) {
        self.lost.bytes += damaged.len() as u64;
        self.lost.clicks += clicks;
    }
}

/// Estimates how many records were in these bytes and `missing` more.
fn estimate_records(damaged: &[u8], missing: u64) -> u64 {
    let Walk { records, rest } = walk(damaged);
    match rest as u64 + missing {
        0 => records,
        rest => records + ((rest + USUAL_RECORD / 2) / USUAL_RECORD).max(1),
    }
}
