use std::io;

use korotko_core::click::Click;

use super::Segment;
use crate::format::{Decoder, MAX_RECORD, MIN_RECORD, Next, Walk, header, is_beginning, walk};

/// The most bytes that are read at once, some 30,000 clicks.
const MAX_BYTES: u64 = 2 << 20;

/// How long a record usually is, in bytes.
const USUAL_RECORD: u64 = 64;

/// At multiples of it a `write` can be broken off by the death of its process.
const PAGE: u64 = 4096;

/// What was read of a file.
#[derive(Debug)]
pub(crate) struct Part {
    /// What stands in it.
    pub(crate) clicks: Vec<Click>,
    /// Where it ends, in bytes, what was lost included.
    pub(crate) until: u64,
    /// What could not be read.
    pub(crate) lost: Lost,
}

/// What could not be read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lost {
    /// How many bytes.
    pub(crate) bytes: u64,
    /// How many clicks stood in them.
    pub(crate) clicks: u64,
}

/// Reads up to `most` clicks from `from` on, and nothing behind `end`, where a record ends unless its process died.
pub(crate) fn read_part(segment: &Segment, from: u64, end: u64, most: usize) -> io::Result<Part> {
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
    // Or somebody has cut it short, and there is no more of it.
    let is_all = read_until == end || (bytes.len() as u64) < wanted;
    reading.read(most, is_all);
    let mut until = from + reading.decoder.offset() as u64;
    if is_all && reading.is_at_tail(most) {
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

/// Bytes of a file that are being read.
struct Reading<'a> {
    decoder: Decoder<'a>,
    bytes: &'a [u8],
    clicks: Vec<Click>,
    /// The number of the next record, if it is known.
    next: Option<u32>,
    lost: Lost,
}

impl<'a> Reading<'a> {
    /// Reads up to `most` clicks, up to bytes behind which no record is found.
    fn read(&mut self, most: usize, is_all: bool) {
        while self.clicks.len() < most {
            let at = self.decoder.offset();
            match self.decoder.next() {
                Next::Click(number, click) => self.take(number, click),
                Next::End => return,
                Next::Broken if self.decoder.find_record() => self.pass_over(at),
                Next::Broken => {
                    // A record may go on behind what was read: then the next part begins with it, unless this one does.
                    if !is_all && at == 0 {
                        self.skip();
                    }
                    return;
                }
            }
        }
    }

    fn take(&mut self, number: u32, click: Click) {
        self.next = number.checked_add(1);
        self.clicks.push(click);
    }

    /// Counts what is lost between here and the record that the decoder has found, and takes that one.
    fn pass_over(&mut self, from: usize) {
        let damaged = &self.bytes[from..self.decoder.offset()];
        if let Next::Click(number, click) = self.decoder.next() {
            let most = (damaged.len() / MIN_RECORD).max(1) as u64;
            let missing = self.next.and_then(|next| number.checked_sub(next));
            let missing = missing.map(|missing| u64::from(missing).min(most));
            self.lose(damaged, missing.unwrap_or_else(|| guess(damaged, 0)));
            self.take(number, click);
        }
    }

    /// Passes over all that was read but what may be the beginning of a record.
    fn skip(&mut self) {
        let passed = self.bytes.len().saturating_sub(MAX_RECORD);
        self.decoder.skip_to(passed);
        let damaged = &self.bytes[..passed];
        self.lose(damaged, guess(damaged, 0));
    }

    /// Whether nothing comes any more that can be read.
    fn is_at_tail(&self, most: usize) -> bool {
        self.clicks.len() < most || self.decoder.offset() == self.bytes.len()
    }

    /// Counts what is lost from where the decoder stands, `cut` bytes included that are not there any more.
    fn lose_tail(&mut self, cut: u64, may_be_torn: bool) {
        let damaged = &self.bytes[self.decoder.offset()..];
        let Walk { records, rest } = walk(damaged);
        let torn = may_be_torn && cut == 0 && is_beginning(&damaged[damaged.len() - rest..]);
        let clicks = if torn { records } else { guess(damaged, cut) };
        self.lose(damaged, clicks);
        self.lost.bytes += cut;
    }

    fn lose(&mut self, damaged: &'a [u8], clicks: u64) {
        self.lost.bytes += damaged.len() as u64;
        self.lost.clicks += clicks;
    }
}

/// About how many records stood in these bytes, and `cut` more.
fn guess(damaged: &[u8], cut: u64) -> u64 {
    let Walk { records, rest } = walk(damaged);
    match rest as u64 + cut {
        0 => records,
        rest => records + ((rest + USUAL_RECORD / 2) / USUAL_RECORD).max(1),
    }
}
