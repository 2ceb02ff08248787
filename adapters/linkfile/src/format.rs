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

/// The first bytes of workbooks: of zip archives, and before 2007 of compound files.
const WORKBOOK_SIGNATURES: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Whether a file is a workbook, which an import does not read.
#[must_use]
pub fn is_workbook(file: &[u8]) -> bool {
    let mut signatures = WORKBOOK_SIGNATURES.iter();
    signatures.any(|signature| file.starts_with(signature))
}
