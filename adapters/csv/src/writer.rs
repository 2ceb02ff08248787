use chrono::SecondsFormat;
use csv_core::{Terminator, Writer, WriterBuilder};
use korotko_core::collection::CollectionName;
use korotko_core::link::{ExportedLink, Namespace, Tag};
use korotko_core::ports::Timestamp;

use crate::column::Column;
use crate::{formula, list};

/// Without it Excel reads a file in the machine's own encoding, shows nonsense for every letter beyond ASCII, and keeps it when
/// the file is saved. A program that knows no byte order mark stumbles at once, over the name of the first column; for programs
/// there is JSON.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Writes links as CSV in UTF-8, one record after the other, with CR LF (RFC 4180). [`read`](crate::read) reads it.
pub struct LinkWriter {
    core: Writer,
}

impl LinkWriter {
    /// A writer of one file.
    #[must_use]
    pub fn new() -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF);
        Self {
            core: builder.build(),
        }
    }

    /// Adds what every file begins with: a byte order mark and the names of the columns.
    pub fn begin(&mut self, file: &mut Vec<u8>) {
        file.extend_from_slice(BOM);
        self.record(&Column::ALL.map(|column| column.name().to_owned()), file);
    }

    /// Adds a link.
    pub fn write(&mut self, exported: &ExportedLink, share_url: &str, file: &mut Vec<u8>) {
        let cells = Column::ALL.map(|column| cell(column, exported, share_url));
        self.record(&cells, file);
    }

    fn record(&mut self, cells: &[String; Column::ALL.len()], file: &mut Vec<u8>) {
        for (index, cell) in cells.iter().enumerate() {
            let cell = formula::neutralise(cell);
            // Each byte may be a quote, which is doubled; around it all quotes, a delimiter and a line break.
            let start = file.len();
            file.resize(start + 2 * cell.len() + 8, 0);
            let room = &mut file[start..];
            let mut written = 0;
            if index > 0 {
                written += self.core.delimiter(&mut room[written..]).1;
            }
            written += self.core.field(cell.as_bytes(), &mut room[written..]).2;
            if index + 1 == cells.len() {
                written += self.core.terminator(&mut room[written..]).1;
            }
            file.truncate(start + written);
        }
    }
}

impl Default for LinkWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for LinkWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkWriter").finish_non_exhaustive()
    }
}

fn cell(column: Column, exported: &ExportedLink, share_url: &str) -> String {
    let link = &exported.link;
    let tags = link.tags.as_slice().iter();
    let collections = exported.collections.iter();
    match column {
        Column::Url => link.target.to_string(),
        Column::Slug => link.slug.to_string(),
        Column::Title => link
            .title
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        Column::Tags => list::write(tags.map(Tag::as_str)),
        Column::Collections => list::write(collections.map(CollectionName::as_str)),
        Column::ExpiresAt => link.expires_at.map(time).unwrap_or_default(),
        Column::Namespace => match link.namespace {
            Namespace::Global => "global".to_owned(),
            Namespace::Personal(_) => "personal".to_owned(),
        },
        Column::RedirectStatus => link.redirect_status.code().to_string(),
        Column::MaxClicks => link
            .max_clicks
            .map(|most| most.to_string())
            .unwrap_or_default(),
        Column::Clicks => link.clicks.counts.clicks().to_string(),
        Column::CreatedAt => time(link.created_at),
        Column::ShareUrl => share_url.to_owned(),
        Column::State => exported.state.name().to_owned(),
    }
}

fn time(time: Timestamp) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
