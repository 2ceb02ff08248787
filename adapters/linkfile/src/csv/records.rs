//! The lines of a file, split into cells by `csv-core`, of which no more are kept than there are columns: what somebody sends
//! costs no more memory than they sent.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// Reads one record after the other.
pub(super) struct Records<'a> {
    core: Reader,
    rest: &'a [u8],
    /// On which line `rest` begins, from 1.
    line: u64,
    /// Whether the byte before `rest` is a carriage return, so that a line feed belongs to it.
    after_cr: bool,
    /// The most cells of a record that are kept.
    kept: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// A record, as it stands in the file.
pub(super) struct Record<'a> {
    /// On which line it begins, from 1.
    pub(super) line: u64,
    /// Whether something stands in a cell that was not kept.
    pub(super) has_more: bool,
    /// Whether the last cell ends; else the file ended within its quotes.
    pub(super) closed: bool,
    text: &'a [u8],
    ends: &'a [usize],
}

impl Record<'_> {
    /// The cells that were kept.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let places = starts.zip(self.ends.iter().copied());
        places.map(|(start, end)| &self.text[start..end])
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

    /// Keeps so many cells of each further record.
    pub(super) fn keep(&mut self, kept: usize) {
        self.kept = kept;
    }

    /// The next record; empty lines are none.
    pub(super) fn next(&mut self) -> Option<Record<'_>> {
        let breaks = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        self.pass(self.rest.iter().take_while(breaks).count());
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

    /// Reads a record into `text` and `ends`; says whether there is more than is kept, and whether the last cell
    /// ends.
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
                self.pass(read);
            }
            match result {
                ReadFieldResult::OutputFull => self.text.resize(2 * self.text.len(), 0),
                // Only within quotes is a line break not the end.
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

    /// Goes on by so many bytes, and counts the lines in them: they end in LF, CR LF or CR.
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        for byte in passed {
            let second = *byte == b'\n' && self.after_cr;
            self.line += u64::from(matches!(byte, b'\n' | b'\r') && !second);
            self.after_cr = *byte == b'\r';
        }
        self.rest = rest;
    }
}
