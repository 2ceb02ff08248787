//! The records of a file, split into cells by `csv-core`. No more cells are kept than there are columns, so that a file needs no
//! more memory than its size.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// Reads one record after the other.
pub(super) struct Records<'a> {
    core: Reader,
    rest: &'a [u8],
    /// The line on which `rest` begins, counted from 1.
    line: u64,
    /// Whether the byte before `rest` is a carriage return, to which a line feed would belong.
    after_cr: bool,
    /// The most cells of a record that are kept.
    kept: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A record of the file.
pub(super) struct Record<'a> {
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    /// Whether a cell that was not kept has content.
    pub(super) has_more: bool,
    /// Whether the last cell is complete; if not, the file ends within its quotes.
    pub(super) closed: bool,
    text: &'a [u8],
    ends: &'a [usize],
}

impl Record<'_> {
    /// The cells that were kept.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let ranges = starts.zip(self.ends.iter().copied());
        ranges.map(|(start, end)| &self.text[start..end])
    }
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a [u8], delimiter: u8, kept: usize) -> Self {
        Self {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            rest: text,
            line: 1,
            after_cr: false,
            kept,
            text: vec![0; 1024],
            ends: Vec::new(),
        }
    }

    /// Sets how many cells of each further record are kept.
    pub(super) fn keep(&mut self, kept: usize) {
        self.kept = kept;
    }

    /// The next record; skips empty lines.
    pub(super) fn next(&mut self) -> Option<Record<'_>> {
        let breaks = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        self.advance(self.rest.iter().take_while(breaks).count());
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let (has_more, closed) = self.read();
        Some(Record {
            line,
            has_more,
            closed,
            text: &self.text,
            ends: &self.ends,
        })
    }

    /// Reads a record into `text` and `ends`. Returns whether there is more than is kept, and whether the last cell is
    /// complete.
    fn read(&mut self) -> (bool, bool) {
        self.ends.clear();
        let (mut has_more, mut filled) = (false, 0);
        loop {
            // A last line may end without a line break.
            let ended = self.rest.is_empty();
            let input = if ended { b"\n" } else { self.rest };
            let (result, read, written) = self.core.read_field(input, &mut self.text[filled..]);
            filled += written;
            if !ended {
                self.advance(read);
            }
            match result {
                ReadFieldResult::OutputFull => self.text.resize(2 * self.text.len(), 0),
                // A line break does not end the record only within quotes.
                ReadFieldResult::InputEmpty if ended => return (has_more, false),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::End => return (has_more, true),
                ReadFieldResult::Field { record_end } => {
                    let start = self.ends.last().copied().unwrap_or(0);
                    if self.ends.len() < self.kept {
                        self.ends.push(filled);
                    } else {
                        has_more |= !self.text[start..filled].trim_ascii().is_empty();
                        filled = start;
                    }
                    if record_end {
                        return (has_more, true);
                    }
                }
            }
        }
    }

    /// Advances by this number of bytes, and counts their lines, which end in LF, CR LF or CR.
    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        for byte in passed {
            let second = *byte == b'\n' && self.after_cr;
            self.line += u64::from(matches!(byte, b'\n' | b'\r') && !second);
            self.after_cr = *byte == b'\r';
        }
        self.rest = rest;
    }
}
