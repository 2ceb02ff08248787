//! Plain lists: one target a line.

use korotko_core::fault::Violations;
use korotko_core::link::{ImportLink, ImportRow, NewLink, RowPosition};

use crate::error::FileError;
use crate::text::{is_url, without_bom};

/// The lines of a list that are not blank, one by one.
pub(crate) struct LineRows<'f> {
    rest: &'f [u8],
    /// The line on which `rest` begins, from 1.
    line: u64,
}

impl<'f> LineRows<'f> {
    pub(crate) fn new(file: &'f [u8]) -> Result<Self, FileError> {
        let rest = without_bom(file);
        if rest.contains(&0) {
            return Err(FileError::Utf16);
        }
        Ok(Self { rest, line: 1 })
    }

    /// Takes the next line, which ends in LF, CR LF or CR.
    fn next_line(&mut self) -> Option<(u64, &'f [u8])> {
        if self.rest.is_empty() {
            return None;
        }
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let end = self.rest.iter().position(is_break);
        let (line, after) = match end {
            Some(end) => {
                let after = &self.rest[end..];
                let two = after.starts_with(b"\r\n");
                (&self.rest[..end], &after[1 + usize::from(two)..])
            }
            None => (self.rest, &self.rest[self.rest.len()..]),
        };
        let number = self.line;
        self.rest = after;
        self.line += 1;
        Some((number, line.trim_ascii()))
    }
}

impl Iterator for LineRows<'_> {
    type Item = ImportRow;

    fn next(&mut self) -> Option<ImportRow> {
        loop {
            let (number, line) = self.next_line()?;
            if line.is_empty() {
                continue;
            }
            let url = str::from_utf8(line).map_err(|_| Violations::new("url", "is not UTF-8"));
            let content = url.map(|url| ImportLink {
                new: NewLink::to(url),
                collections: Vec::new(),
            });
            let at = RowPosition::Line(number);
            return Some(ImportRow { at, content });
        }
    }
}

/// Whether every line is a target by itself: text that could be cells is none.
pub(crate) fn is_list(file: &[u8]) -> bool {
    let Ok(mut lines) = LineRows::new(file) else {
        return false;
    };
    let mut count = 0;
    while let Some((_, line)) = lines.next_line() {
        if line.is_empty() {
            continue;
        }
        let is_cell = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'"' | b' ');
        if !is_url(line) || line.iter().any(is_cell) {
            return false;
        }
        count += 1;
    }
    count > 0
}

#[cfg(test)]
mod tests {
    use super::{LineRows, is_list};

    fn read(file: &str) -> Vec<(String, String)> {
        let rows = LineRows::new(file.as_bytes()).unwrap();
        let row = |row: korotko_core::link::ImportRow| {
            (row.at.to_string(), row.content.unwrap().new.url)
        };
        rows.map(row).collect()
    }

    #[test]
    fn each_line_is_a_target_and_blank_lines_are_none() {
        let file = "\u{feff}https://a.example\r\n\r\n https://b.example \rnonsense\n\nhttps://c.example";
        let pair = |line: &str, url: &str| (line.to_owned(), url.to_owned());
        let expected = [
            pair("line 1", "https://a.example"),
            pair("line 3", "https://b.example"),
            pair("line 4", "nonsense"),
            pair("line 6", "https://c.example"),
        ];
        assert_eq!(read(file), expected);
    }

    #[test]
    fn only_targets_are_a_list() {
        for file in [
            "https://a.example",
            "http://a.example\n\nHTTPS://b.example/?x=1\n",
        ] {
            assert!(is_list(file.as_bytes()), "{file:?}");
        }
        for file in [
            "",
            "\n",
            "url\nhttps://a.example",
            "https://a.example,promo",
            "https://a.example\npromo",
            "https://a.example;promo\nhttps://b.example;sale",
        ] {
            assert!(!is_list(file.as_bytes()), "{file:?}");
        }
    }
}
