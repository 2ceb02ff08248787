use crate::text::without_bom;

/// The format of a file of links that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Of spreadsheets.
    Csv,
    /// Of programs.
    Json,
}

impl Format {
    /// The format that the end of a file's name tells.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The format of a file of which nothing else tells it: no header line begins as a JSON list does.
    #[must_use]
    pub fn of_content(file: &[u8]) -> Self {
        if without_bom(file).trim_ascii_start().starts_with(b"[") {
            return Self::Json;
        }
        Self::Csv
    }
}
