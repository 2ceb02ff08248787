//! The pseudo-language: its words are longer than those of any language, and all have accents.

use std::collections::BTreeMap;

use korotko_core::click::Counts;
use korotko_core::ports::ReportWriter;
use korotko_texts::Texts;
use korotko_xlsx::XlsxWriter;

use crate::book::{Book, Cell, until};
use crate::fixtures::{link, people, report, with_bots, with_deleted};

async fn pseudo() -> Book {
    let links = vec![link("a", people(3)), link("b", Counts::default())];
    let document = with_bots(with_deleted(report(links), people(2)));
    let writer = XlsxWriter::with_texts(|_| Texts::pseudo());
    let workbook = writer.write(document, usize::MAX).await.unwrap();
    Book::read(workbook.bytes)
}

/// The widths of the first 26 columns of a sheet, as far as they are set, in characters.
fn widths(sheet: &str) -> BTreeMap<String, f64> {
    let attribute = |column: &str, name: &str| {
        let (_, value) = column.split_once(&format!("{name}=\"")).unwrap();
        until(value, "\"").parse::<f64>().unwrap()
    };
    let columns = sheet.split("<col ").skip(1);
    let mut widths = BTreeMap::new();
    for column in columns {
        for (number, letter) in (1_u8..).zip('A'..='Z') {
            let number = f64::from(number);
            if (attribute(column, "min")..=attribute(column, "max")).contains(&number) {
                widths.insert(letter.to_string(), attribute(column, "width"));
            }
        }
    }
    widths
}

#[tokio::test]
async fn headers_of_longer_words_fit_their_columns() {
    let book = pseudo().await;
    let share = Texts::pseudo().text("workbook-share");
    for (sheet, head) in [
        (1, book.sheet(1).row_of("F", share)),
        (2, 1),
        (3, 1),
        (4, 1),
    ] {
        let widths = widths(book.sheet_xml(sheet));
        let mut headers = 0;
        for ((row, column), cell) in book.sheet(sheet).cells {
            if let Cell::Text(text) = cell
                && row == head
                && !text.is_empty()
            {
                headers += 1;
                let length = u32::try_from(text.chars().count()).unwrap();
                assert!(
                    f64::from(length) + 1.0 < widths[&column],
                    "{text} in {column}"
                );
            }
        }
        assert!(headers >= 3, "{headers} headers on sheet {sheet}");
    }
}

#[tokio::test]
async fn no_text_of_the_workbook_is_left_in_english() {
    let data = [
        "a",
        "b",
        "short.example/a?u=7",
        "short.example/b?u=7",
        "https://short.example/a?u=7",
        "https://short.example/b?u=7",
        "https://example.com/a",
        "https://example.com/b",
        "news.example.com",
        "Firefox",
        "Android",
        "Europe/Moscow",
    ];
    let book = pseudo().await;
    for sheet in 1..=4 {
        for text in book.sheet(sheet).texts() {
            let is_english = text.contains(|letter: char| letter.is_ascii_alphabetic());
            assert!(
                !is_english || data.contains(&text),
                "{text:?} on sheet {sheet}"
            );
        }
    }
    for name in book.sheet_names() {
        assert!(
            !name.contains(|letter: char| letter.is_ascii_alphabetic()),
            "{name}"
        );
    }
}
