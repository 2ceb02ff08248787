use std::fmt;

use korotko_core::link::{ImportRow, RowPosition};

use crate::csv::{Choice, CsvRows, ForeignRows};
use crate::error::FileError;
use crate::format::{Format, is_workbook};
use crate::json::JsonRows;
use crate::layout::Layout;
use crate::lines::LineRows;

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
    List,
    Foreign(Choice),
}

impl<B: AsRef<[u8]>> LinkFile<B> {
    /// Checks a file of at most `max_rows` rows.
    pub fn open(format: Format, bytes: B, max_rows: usize) -> Result<Self, FileError> {
        Self::open_as(&Layout::Links(format), bytes, max_rows)
    }

    /// Checks a file of this layout.
    pub fn open_as(layout: &Layout, bytes: B, max_rows: usize) -> Result<Self, FileError> {
        let file = bytes.as_ref();
        if is_workbook(file) {
            return Err(FileError::Workbook);
        }
        let read = max_rows.saturating_add(1);
        let (rows, content) = match layout {
            Layout::Links(Format::Csv) => (CsvRows::new(file)?.take(read).count(), Content::Csv),
            Layout::Links(Format::Json) => {
                let rows = JsonRows::find(file, max_rows)?;
                (rows.len(), Content::Json(rows))
            }
            Layout::List => (LineRows::new(file)?.take(read).count(), Content::List),
            Layout::Of(service) => foreign(file, Choice::Service(*service), read)?,
            Layout::Columns(roles) => foreign(file, Choice::Roles(roles.clone()), read)?,
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
            Content::List => Box::new(LineRows::new(file).into_iter().flatten()),
            Content::Foreign(choice) => {
                Box::new(ForeignRows::new(file, choice).into_iter().flatten())
            }
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

/// The number of rows of another program's file, up to `read`.
fn foreign(file: &[u8], choice: Choice, read: usize) -> Result<(usize, Content), FileError> {
    let rows = ForeignRows::new(file, &choice)?.take(read).count();
    Ok((rows, Content::Foreign(choice)))
}

impl<B> fmt::Debug for LinkFile<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows;
        f.debug_struct("LinkFile")
            .field("rows", &rows)
            .finish_non_exhaustive()
    }
}
