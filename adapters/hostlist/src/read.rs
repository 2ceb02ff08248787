//! Reads files into a set.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::entry::read_line;
use crate::error::HostListError;
use crate::host_set::HostSet;

/// No line with a host is longer; what is, is skipped.
const MAX_LINE: u64 = 1024;

/// The size of a buffer.
const BUFFER: usize = 64 * 1024;

/// The hosts of these files, and how many lines could not be read.
pub(crate) fn read(files: &[PathBuf]) -> Result<(HostSet, u64), HostListError> {
    // Counted first, so that the numbers need no more memory than at the end.
    let mut lines = 0;
    for path in files {
        lines += count_lines(path).map_err(HostListError::of(path))?;
    }
    let mut hashes = Vec::with_capacity(lines);
    let mut skipped = 0;
    for path in files {
        skipped += read_file(path, &mut hashes).map_err(HostListError::of(path))?;
    }
    Ok((HostSet::new(hashes), skipped))
}

#[allow(
    clippy::naive_bytecount,
    reason = "reading the file takes longer than counting"
)]
fn count_lines(path: &Path) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; BUFFER];
    let mut lines = 1;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(lines),
            read => lines += buffer[..read].iter().filter(|byte| **byte == b'\n').count(),
        }
    }
}

/// Returns how many lines were skipped.
fn read_file(path: &Path, hashes: &mut Vec<u64>) -> io::Result<u64> {
    let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
    let mut line = Vec::new();
    let mut skipped = 0;
    loop {
        line.clear();
        if file.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(skipped);
        }
        let is_cut = line.last() != Some(&b'\n') && line.len() as u64 == MAX_LINE;
        if is_cut {
            skip_line(&mut file)?;
        }
        // A comment may be long.
        let is_comment = line.starts_with(b"#");
        let is_read = is_comment || !is_cut && read_line(&line, |hash| hashes.push(hash));
        skipped += u64::from(!is_read);
    }
}

/// Skips the rest of a line.
fn skip_line(file: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        file.consume(length);
        if end.is_some() {
            return Ok(());
        }
    }
}
