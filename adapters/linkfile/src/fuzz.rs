//! What must hold for any file: one function for each format, which panics if it does not. The tests call them with inputs near
//! those of `fuzz/corpus`, and the targets in `fuzz` with whatever reaches new code.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "test code")]

use korotko_core::link::{ImportRow, RowPosition};
use serde_json::Value as Json;

use crate::csv::{CsvWriter, cell};
use crate::file::LinkFile;
use crate::format::Format;
use crate::value::Value;

/// The most rows of a file.
const MAX_ROWS: usize = 100;

/// A CSV file is read the same each time, in the order of its lines. Any text survives a cell.
pub fn csv(input: &[u8]) {
    if let Some(rows) = rows(Format::Csv, input) {
        let line = |row: &ImportRow| match row.at {
            RowPosition::Line(line) => line,
            RowPosition::Index(_) => unreachable!("CSV has lines"),
        };
        assert!(rows.iter().map(line).is_sorted());
        assert!(rows.iter().all(|row| line(row) <= input.len() as u64 + 1));
    }
    if let Ok(text) = str::from_utf8(input) {
        survives_a_cell(text);
    }
}

fn survives_a_cell(text: &str) {
    let (mut writer, mut file) = (CsvWriter::new(), Vec::new());
    let url = "https://example.com/";
    writer.record(&["url", "title"].map(str::to_owned), &mut file);
    writer.record(
        &[url, text].map(|text| cell(Value::Text(text.to_owned()))),
        &mut file,
    );
    let rows = rows(Format::Csv, &file).unwrap();
    let [row] = &rows[..] else {
        unreachable!("{rows:?}");
    };
    let new = &row.content.as_ref().unwrap().new;
    assert_eq!(new.url, url);
    let title = Some(text).filter(|title| !title.trim().is_empty());
    assert_eq!(new.title.as_deref(), title);
}

/// A row of JSON is read the same each time, and a list that is JSON has as many rows as items, with their URLs.
pub fn json_row(input: &[u8]) {
    let list = [b"[", input, b"]"].concat();
    for file in [input, &list] {
        let rows = rows(Format::Json, file);
        let Ok(items) = serde_json::from_slice::<Vec<Json>>(file) else {
            continue;
        };
        if items.len() > MAX_ROWS {
            assert!(rows.is_none());
            continue;
        }
        let rows = rows.unwrap();
        assert_eq!(rows.len(), items.len());
        for (row, item) in rows.iter().zip(&items) {
            if let Ok(link) = &row.content {
                assert_eq!(Some(&*link.new.url), item["url"].as_str());
            }
        }
    }
}

/// The rows of a file, unless it is refused.
fn rows(format: Format, file: &[u8]) -> Option<Vec<ImportRow>> {
    let file = LinkFile::open(format, file, MAX_ROWS).ok()?;
    let rows: Vec<_> = file.rows().collect();
    assert_eq!(rows.len(), file.len());
    assert!(rows.len() <= MAX_ROWS + 1);
    assert!(file.rows().eq(rows.iter().cloned()), "not the same again");
    for row in &rows {
        if let Err(broken) = &row.content {
            assert!(!broken.as_slice().is_empty());
        }
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    korotko_testkit::fuzzed!(csv, json_row);
}
