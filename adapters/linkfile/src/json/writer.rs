use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::columns::COLUMNS;
use crate::exported::Exported;

/// Writes links as a JSON list, one link a line.
#[derive(Debug, Default)]
pub struct JsonWriter {
    has_links: bool,
}

impl JsonWriter {
    /// The media type of the file.
    pub const MEDIA_TYPE: &'static str = "application/json";

    /// Creates a writer for one file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the beginning of the file.
    pub fn begin(&mut self, file: &mut Vec<u8>) {
        file.push(b'[');
    }

    /// Appends a link.
    pub fn write(&mut self, exported: Exported<'_>, file: &mut Vec<u8>) -> serde_json::Result<()> {
        let separator: &[u8] = if self.has_links { b",\n" } else { b"\n" };
        self.has_links = true;
        file.extend_from_slice(separator);
        serde_json::to_writer(file, &exported)
    }

    /// Appends the end of the file.
    pub fn end(&mut self, file: &mut Vec<u8>) {
        file.extend_from_slice(b"\n]\n");
    }
}

/// An object with a field for each column.
impl Serialize for Exported<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(COLUMNS.len()))?;
        for column in &COLUMNS {
            map.serialize_entry(column.name, &(column.write)(self))?;
        }
        map.end()
    }
}
