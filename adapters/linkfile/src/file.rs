use std::fmt;

use korotko_core::link::{ImportRow, RowPosition};

use crate::csv::CsvRows;
use crate::error::FileError;
use crate::format::Format;
use crate::json::JsonRows;

/// How workbooks begin: as zip archives, and before 2007 as compound files.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Whether a file is a workbook, of which no links can be read.
#[must_use]
pub fn is_workbook(file: &[u8]) -> bool {
    WORKBOOKS.iter().any(|start| file.starts_with(start))
}

/// A file of links that was gone through once, so that it is known to be one; its rows are read again as they are asked for,
/// so that they are not all in memory.
///
/// The header line of CSV names the columns, in any order; cells are separated by commas, semicolons or tabs, whichever the header
/// line has most of, or by what a first line `sep=;` names. Columns without a name at the end are none, and a row may lack its last
/// cells. JSON is a list of objects. Both are in UTF-8, with or without a byte order mark.
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
    /// A file that has at most `most` rows.
    pub fn open(format: Format, bytes: B, most: usize) -> Result<Self, FileError> {
        let file = bytes.as_ref();
        if is_workbook(file) {
            return Err(FileError::Workbook);
        }
        let (rows, content) = match format {
            Format::Csv => {
                let rows = CsvRows::new(file)?.take(most.saturating_add(1)).count();
                (rows, Content::Csv)
            }
            Format::Json => {
                let rows = JsonRows::find(file, most)?;
                (rows.len(), Content::Json(rows))
            }
        };
        if rows > most {
            return Err(FileError::TooManyRows { most });
        }
        Ok(Self {
            bytes,
            rows,
            content,
        })
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Its rows, in order: those of CSV with their lines, those of JSON with their indices.
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
