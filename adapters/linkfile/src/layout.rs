//! How a file is read: as a file of links, as a list, or by the columns of another program.

use std::fmt;

use crate::csv::{self, CsvRows, ForeignColumn, Role, Service};
use crate::error::FileError;
use crate::format::{Format, is_workbook};
use crate::lines;

/// How a file is read. Its text, by `Display`, is read back by [`parse`](Self::parse).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// A file of links, as an export writes it.
    Links(Format),
    /// A list: one target a line.
    List,
    /// The CSV of another service.
    Of(Service),
    /// Any CSV: what its columns are used for, as pairs of a role and the position of its column from 0.
    Columns(Vec<(Role, usize)>),
}

impl Layout {
    /// How a file is to be read, as far as it tells: `None` if somebody has to say what its columns are used for.
    pub fn detect(file: &[u8]) -> Result<Option<Self>, FileError> {
        if is_workbook(file) {
            return Err(FileError::Workbook);
        }
        if Format::detect(file) == Format::Json {
            return Ok(Some(Self::Links(Format::Json)));
        }
        if lines::is_list(file) {
            return Ok(Some(Self::List));
        }
        if let (_, Some(service)) = csv::columns(file)? {
            return Ok(Some(Self::Of(service)));
        }
        let is_ours = CsvRows::new(file).is_ok();
        Ok(is_ours.then_some(Self::Links(Format::Csv)))
    }

    /// The columns of a CSV file, for somebody who says what they are used for.
    pub fn columns(file: &[u8]) -> Result<Vec<ForeignColumn>, FileError> {
        if is_workbook(file) {
            return Err(FileError::Workbook);
        }
        Ok(csv::columns(file)?.0)
    }

    /// Reads what `Display` writes; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let service = |service: &Service| service.name().eq_ignore_ascii_case(text);
        match text {
            "csv" => return Some(Self::Links(Format::Csv)),
            "json" => return Some(Self::Links(Format::Json)),
            "list" => return Some(Self::List),
            _ => {}
        }
        if let Some(service) = Service::ALL.into_iter().find(service) {
            return Some(Self::Of(service));
        }
        let pair = |pair: &str| {
            let (role, position) = pair.split_once('=')?;
            Some((Role::from_name(role)?, position.parse().ok()?))
        };
        let pairs: Option<Vec<_>> = text.split(' ').map(pair).collect();
        pairs.map(Self::Columns)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Links(Format::Csv) => f.write_str("csv"),
            Self::Links(Format::Json) => f.write_str("json"),
            Self::List => f.write_str("list"),
            Self::Of(service) => f.write_str(service.name()),
            Self::Columns(roles) => {
                let pairs = roles.iter();
                let pairs = pairs.map(|(role, position)| format!("{}={position}", role.name()));
                f.write_str(&pairs.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use crate::csv::{Role, Service};
    use crate::format::Format;

    #[test]
    fn a_layout_is_read_back_from_its_text() {
        let columns = vec![(Role::Target, 1), (Role::Slug, 0), (Role::Clicks, 99)];
        let fixed = [
            Layout::Links(Format::Csv),
            Layout::Links(Format::Json),
            Layout::List,
            Layout::Columns(columns),
        ];
        for layout in fixed.into_iter().chain(Service::ALL.map(Layout::Of)) {
            let text = layout.to_string();
            assert_eq!(Layout::parse(&text), Some(layout), "{text}");
        }
        for text in ["", "xml", "url", "url=", "url=-1", "price=1", "url=1  slug=2"] {
            assert_eq!(Layout::parse(text), None, "{text:?}");
        }
    }
}
