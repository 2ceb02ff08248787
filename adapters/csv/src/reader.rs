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
    let (text, delimiter) = sniff(file)?;
    // One more than there are names: then one is unknown, or there twice.
    let mut records = Records::new(text, delimiter, Column::ALL.len() + 1);
    let header = records.next().ok_or(FileError::Empty)?;
    if !header.closed {
        return Err(FileError::HeaderQuote);
    }
    let columns = Column::parse_all(header.cells())?;
    records.keep(columns.len());
    let mut rows = Vec::new();
    while let Some(record) = records.next() {
        let Some(row) = row::read(&record, &columns) else {
            continue;
        };
        if rows.len() == most {
            return Err(FileError::TooManyRows { most });
        }
        rows.push(row);
    }
    Ok(rows)
}
