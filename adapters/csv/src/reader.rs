use std::fmt;

use korotko_core::link::ImportRow;

use crate::column::Column;
use crate::error::FileError;
use crate::records::Records;
use crate::row;
use crate::sniff::sniff;

/// The rows of a file, at most `most` of them, each with the line on which it begins; the header line is the first.
///
/// The header names the columns, in any order: `url`, and if one likes `slug`, `title`, `tags`, `collections`, `expires_at`,
/// `namespace`, `redirect_status` and `max_clicks`; `clicks`, `created_at`, `share_url` and `state` are read over. The file is in UTF-8, with or without a byte
/// order mark; cells are separated by commas, semicolons or tabs, whichever the header line has most of. `tags` and
/// `collections` are lists with commas, quoted where an item has one. Times are in RFC 3339.
///
/// ```
/// let file = "url;tags\nhttps://example.com/a;\"spring,\"\"sun, sea\"\"\"\n";
/// let rows = korotko_csv::read(file.as_bytes(), 100)?;
/// let link = rows[0].content.as_ref().unwrap();
/// assert_eq!((rows[0].line, link.new.tags.len()), (2, 2));
/// # Ok::<(), korotko_csv::FileError>(())
/// ```
pub fn read(file: &[u8], most: usize) -> Result<Vec<ImportRow>, FileError> {
    let mut read = Vec::new();
    for row in rows(file)? {
        if read.len() == most {
            return Err(FileError::TooManyRows { most });
        }
        read.push(row);
    }
    Ok(read)
}

/// The rows of a file as [`read`] gives them, one by one, so that not all of them are in memory; refused when the header is none.
pub fn rows(file: &[u8]) -> Result<Rows<'_>, FileError> {
    let (text, delimiter) = sniff(file)?;
    // One more than there are names: then one is unknown, or there twice.
    let mut records = Records::new(text, delimiter, Column::ALL.len() + 1);
    let header = records.next().ok_or(FileError::Empty)?;
    if !header.closed {
        return Err(FileError::HeaderQuote);
    }
    let columns = Column::parse_all(header.cells())?;
    records.keep(columns.len());
    Ok(Rows { records, columns })
}

/// The rows of a file, read as they are asked for.
pub struct Rows<'f> {
    records: Records<'f>,
    columns: Vec<Column>,
}

impl Iterator for Rows<'_> {
    type Item = ImportRow;

    fn next(&mut self) -> Option<ImportRow> {
        loop {
            let record = self.records.next()?;
            if let Some(row) = row::read(&record, &self.columns) {
                return Some(row);
            }
        }
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
