use std::fmt;

use korotko_core::link::{ImportRow, RowPosition};

use crate::csv::CsvRows;
use crate::error::FileError;
use crate::format::Format;
use crate::json::JsonRows;

/// The first bytes of workbooks: of zip archives, and before 2007 of compound files.
const WORKBOOK_SIGNATURES: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Whether a file is a workbook, which an import does not read.
#[must_use]
pub fn is_workbook(file: &[u8]) -> bool {
    let mut signatures = WORKBOOK_SIGNATURES.iter();
    signatures.any(|signature| file.starts_with(signature))
}

/// A file of links whose syntax was checked. Its rows are parsed again on iteration, so that they are never all in memory.
///
/// The header line of CSV names the columns, in any order. Cells are separated by commas, semicolons or tabs, whichever is most
/// frequent in the header line, or by the character that a first line such as `sep=;` names. Trailing columns without a name are
/// ignored, and a row may lack its last cells. JSON is a list of objects. Both are UTF-8, with or without a byte order mark.
///
/// ```
/// use korotko_linkfile::{Format, LinkFile};
///
/// let file = "url;tags\nhttps://example.com/a;\"spring,\"\"sun, sea\"\"\"\n";
/// let file = LinkFile::open(Format::Csv, file, 100)?;
/// let row = file.rows().next().unwrap();
/// assert_eq!(row.at.to_string(), "line 2");
/// assert_eq!(row.content.unwrap().new.tags, ["spring", "sun, sea"]);
/// # Ok::<(), korotko_linkfile::FileError>(())
/// ```
pub struct LinkFile<B> {
    bytes: B,
    rows: usize,
    content: Content,
}

enum Content {
    Csv,
    Json(JsonRows),
}

impl<B: AsRef<[u8]>> LinkFile<B> {
    /// Checks a file of at most `max_rows` rows.
    pub fn open(format: Format, bytes: B, max_rows: usize) -> Result<Self, FileError> {
        let file = bytes.as_ref();
        if is_workbook(file) {
            return Err(FileError::Workbook);
        }
        let (rows, content) = match format {
            Format::Csv => {
                let rows = CsvRows::new(file)?.take(max_rows.saturating_add(1)).count();
                (rows, Content::Csv)
            }
            Format::Json => {
                let rows = JsonRows::find(file, max_rows)?;
                (rows.len(), Content::Json(rows))
            }
        };
        if rows > max_rows {
            return Err(FileError::TooManyRows { max: max_rows });
        }
        Ok(Self {
            bytes,
            rows,
            content,
        })
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether the file has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows in order: of CSV with their lines, of JSON with their indices.
    pub fn rows(&self) -> Box<dyn Iterator<Item = ImportRow> + Send + '_> {
        let file = self.bytes.as_ref();
        match &self.content {
            Content::Csv => Box::new(CsvRows::new(file).into_iter().flatten()),
            Content::Json(rows) => {
                let contents = (0_u64..).zip(rows.read(file));
                Box::new(contents.map(|(index, content)| ImportRow {
                    at: RowPosition::Index(index),
                    content,
                }))
            }
        }
    }
}

impl<B> fmt::Debug for LinkFile<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows;
        f.debug_struct("LinkFile")
            .field("rows", &rows)
            .finish_non_exhaustive()
    }
}
