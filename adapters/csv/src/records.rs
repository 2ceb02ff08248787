//! The lines of a file, split into cells by `csv-core`, of which no more are kept than there are columns: what somebody sends
//! costs no more memory than they sent.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// Reads one record after the other.
pub(crate) struct Records<'a> {
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
pub(crate) struct Record<'a> {
    /// On which line it begins, from 1.
    pub(crate) line: u64,
    /// How many cells it has.
    pub(crate) count: usize,
    /// Whether the last cell ends; else the file ended within its quotes.
    pub(crate) closed: bool,
    text: &'a [u8],
    ends: &'a [usize],
}

impl Record<'_> {
    /// The cells that were kept.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let places = starts.zip(self.ends.iter().copied());
        places.map(|(start, end)| &self.text[start..end])
    }
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a [u8], delimiter: u8, kept: usize) -> Self {
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
    pub(crate) fn keep(&mut self, kept: usize) {
        self.kept = kept;
    }

    /// The next record; empty lines are none.
    pub(crate) fn next(&mut self) -> Option<Record<'_>> {
        let breaks = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        self.pass(self.rest.iter().take_while(breaks).count());
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let (count, closed) = self.read();
        Some(Record {
            line,
            count,
            closed,
            text: &self.text,
            ends: &self.ends,
        })
    }

    /// Reads a record into `text` and `ends`; says how many cells it has, and whether the last of them ends.
    fn read(&mut self) -> (usize, bool) {
        self.ends.clear();
        let (mut count, mut filled) = (0, 0);
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
                ReadFieldResult::InputEmpty if ended => return (count + 1, false),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::End => return (count, true),
                ReadFieldResult::Field { record_end } => {
                    count += 1;
                    if count <= self.kept {
                        self.ends.push(filled);
                    }
                    filled = self.ends.last().copied().unwrap_or(0);
                    if record_end {
                        return (count, true);
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
