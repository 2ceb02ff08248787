use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use korotko_core::ports::ReportWriter;
use korotko_core::report::ReportDocument;
use korotko_xlsx::XlsxWriter;
use zip::ZipArchive;

/// The parts of a workbook, by name.
pub struct Book {
    parts: BTreeMap<String, String>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
}

/// The cells of a sheet that are not empty, by row (from 1) and column (from "A").
pub struct Sheet {
    pub cells: BTreeMap<(u32, String), Cell>,
}

/// Writes a document without a limit, and reads the workbook.
pub async fn book(document: ReportDocument) -> Book {
    let written = XlsxWriter::new().write(document, usize::MAX).await.unwrap();
    assert_eq!(written.omitted_links, 0);
    Book::read(written.bytes)
}

impl Book {
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            parts.insert(name, content);
        }
        Self { parts }
    }

    /// The parts whose names have this beginning.
    pub fn parts(&self, beginning: &str) -> Vec<&str> {
        let parts = self.parts.iter();
        let found = parts.filter(|(name, _)| name.starts_with(beginning));
        found.map(|(_, content)| content.as_str()).collect()
    }

    pub fn part(&self, name: &str) -> &str {
        &self.parts[name]
    }

    pub fn sheet_names(&self) -> Vec<String> {
        let sheets = self.part("xl/workbook.xml").split("<sheet name=\"").skip(1);
        sheets.map(|rest| until(rest, "\"").to_owned()).collect()
    }

    pub fn sheet_xml(&self, number: usize) -> &str {
        self.part(&format!("xl/worksheets/sheet{number}.xml"))
    }

    /// The sheet with this number, counted from 1.
    pub fn sheet(&self, number: usize) -> Sheet {
        let strings = self.shared_strings();
        let mut cells = BTreeMap::new();
        for cell in self.sheet_xml(number).split("<c r=\"").skip(1) {
            let reference = until(cell, "\"");
            let (tag, body) = cell.split_once('>').unwrap();
            let value = |text: &str| until(text.split_once("<v>").unwrap().1, "</v>").to_owned();
            let content = if tag.ends_with('/') {
                continue;
            } else if tag.contains("t=\"s\"") {
                Cell::Text(strings[value(body).parse::<usize>().unwrap()].clone())
            } else if tag.contains("t=\"inlineStr\"") {
                Cell::Text(text_of(until(body, "</is>")))
            } else {
                Cell::Number(value(body).parse().unwrap())
            };
            let column = reference.trim_end_matches(|digit: char| digit.is_ascii_digit());
            let row = reference[column.len()..].parse().unwrap();
            cells.insert((row, column.to_owned()), content);
        }
        Sheet { cells }
    }

    fn shared_strings(&self) -> Vec<String> {
        let strings = self.part("xl/sharedStrings.xml").split("<si>").skip(1);
        strings.map(|item| text_of(until(item, "</si>"))).collect()
    }
}

impl Sheet {
    pub fn get(&self, column: &str, row: u32) -> Option<&Cell> {
        self.cells.get(&(row, column.to_owned()))
    }

    pub fn text(&self, column: &str, row: u32) -> &str {
        match self.get(column, row) {
            Some(Cell::Text(text)) => text,
            other => panic!("{column}{row} is {other:?}"),
        }
    }

    pub fn number(&self, column: &str, row: u32) -> f64 {
        match self.get(column, row) {
            Some(Cell::Number(number)) => *number,
            other => panic!("{column}{row} is {other:?}"),
        }
    }

    /// The first row with this text in this column.
    pub fn row_of(&self, column: &str, text: &str) -> u32 {
        let cells = self.cells.iter().filter(|((_, at), _)| at == column);
        let texts = cells.filter(|(_, cell)| **cell == Cell::Text(text.to_owned()));
        let row = texts.map(|((row, _), _)| *row).next();
        row.unwrap_or_else(|| panic!("no {text:?} in {:?}", self.cells))
    }

    /// All texts.
    pub fn texts(&self) -> Vec<&str> {
        fn text(cell: &Cell) -> Option<&str> {
            match cell {
                Cell::Text(text) => Some(text),
                Cell::Number(_) => None,
            }
        }
        self.cells.values().filter_map(text).collect()
    }

    pub fn contains(&self, text: &str) -> bool {
        self.texts().iter().any(|known| known.contains(text))
    }
}

/// The text before `end`.
pub fn until<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or(text, |parts| parts.0)
}

/// The text of an `<is>` or `<si>`, as a spreadsheet reads it.
fn text_of(item: &str) -> String {
    let (_, rest) = item.split_once("<t").unwrap();
    let (_, text) = rest.split_once('>').unwrap();
    let text = until(text, "</t>")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    unescape(&text)
}

/// Without `_xHHHH_`, by which Excel writes single characters (ECMA-376 22.9.2.19).
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(character) if rest[at + 6..].starts_with('_') => {
                plain.push(character);
                rest = &rest[at + 7..];
            }
            _ => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain + rest
}
