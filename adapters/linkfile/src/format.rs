use crate::text::without_bom;

/// The format of a file to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV, as spreadsheets write it.
    Csv,
    /// JSON, as programs write it.
    Json,
}

impl Format {
    /// The format by the extension of a file's name.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The format by content, for a file without a known name: JSON if it begins like a list, otherwise CSV.
    #[must_use]
    pub fn detect(file: &[u8]) -> Self {
        if without_bom(file).trim_ascii_start().starts_with(b"[") {
            return Self::Json;
        }
        Self::Csv
    }
}
