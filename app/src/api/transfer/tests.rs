//! Files of JSON; those of CSV are tested where they are read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

use korotko_core::fault::Fault;
use korotko_core::link::{ImportRow, NewLink, Scope};
use korotko_csv::MAX_ITEMS;

use super::file::{FileError, Format, LinkFile};

const MOST: usize = 10;

fn rows(file: &str) -> Result<Vec<ImportRow>, FileError> {
    let file = LinkFile::open(Format::Json, file.as_bytes(), MOST)?;
    let rows: Vec<_> = file.rows().collect();
    assert_eq!(rows.len(), file.len());
    Ok(rows)
}

/// What is said of a row that cannot be read.
fn refusal(row: &str) -> String {
    let row = rows(&format!("[{row}]")).unwrap().remove(0);
    row.content.unwrap_err().to_string()
}

fn code(file: &str) -> &'static str {
    rows(file).unwrap_err().code()
}

#[test]
fn every_field_of_an_export_is_read() {
    let file = r#"[{"url":"https://example.com","slug":"a","namespace":"global","title":"=1","tags":["b","b","c, d"],
        "collections":["One"],"expires_at":"2027-01-31T12:00:00.1234569+03:00","redirect_status":302,
        "created_at":"whenever","share_url":5}]"#;
    let link = rows(file).unwrap().remove(0).content.unwrap();
    let new = NewLink {
        scope: Some(Scope::Global),
        title: Some("=1".to_owned()),
        tags: vec!["b".to_owned(), "c, d".to_owned()],
        expires_at: Some("2027-01-31T09:00:00.123456Z".parse().unwrap()),
        redirect_status: Some(302),
        ..NewLink::to("https://example.com").with_slug("a")
    };
    assert_eq!(link.new, new);
    assert_eq!(link.collections, ["One"]);
}

#[test]
fn null_says_nothing() {
    let file = r#"[{"url":"https://example.com","slug":null,"namespace":null,"title":null,"tags":null,
        "collections":null,"expires_at":null,"redirect_status":null}]"#;
    let link = rows(file).unwrap().remove(0).content.unwrap();
    assert_eq!(link.new, NewLink::to("https://example.com"));
}

#[test]
fn rows_have_the_lines_on_which_they_begin() {
    let file = "\u{feff}[\n{\"url\":\n\"a\"}, {\"url\":\"b\"},\r\n\n{\"url\":\"c\"}]\n";
    let lines: Vec<_> = rows(file).unwrap().iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 5]);
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once_without_what_was_sent() {
    let text = refusal(
        r#"{"slug":1,"title":[],"tags":["a",1],"collections":{},"expires_at":"soon","namespace":"mine","redirect_status":-1}"#,
    );
    for name in [
        "url: is missing",
        "slug: ",
        "title: ",
        "tags: ",
        "collections: ",
        "expires_at: ",
        "namespace: ",
        "redirect_status: ",
    ] {
        assert!(text.contains(name), "{name} in {text}");
    }
    assert!(!text.contains("soon") && !text.contains("mine"), "{text}");
}

#[test]
fn a_field_that_is_there_twice_is_refused() {
    let text = refusal(r#"{"url":"a","url":"b"}"#);
    assert_eq!(text, "url: is there twice");
}

#[test]
fn half_of_a_character_refuses_its_row_alone() {
    let file = r#"[{"url":"\ud800"},{"url":"https://example.com"}]"#;
    let rows = rows(file).unwrap();
    assert!(rows[0].content.is_err() && rows[1].content.is_ok());
}

#[test]
fn very_many_tags_are_refused() {
    let tags = |count: usize| {
        let tags: Vec<_> = (0..count).map(|tag| tag.to_string()).collect();
        serde_json::json!({"url": "https://example.com", "tags": tags}).to_string()
    };
    let most = rows(&format!("[{}]", tags(MAX_ITEMS))).unwrap().remove(0);
    assert_eq!(most.content.unwrap().new.tags.len(), MAX_ITEMS);
    assert_eq!(
        refusal(&tags(MAX_ITEMS + 1)),
        "tags: has more than 1000 items"
    );
}

#[test]
fn what_is_no_list_of_links_is_refused_whole() {
    for file in ["", " \n", "\u{feff}"] {
        assert_eq!(code(file), "invalid", "{file:?}");
    }
    for file in [
        "[",
        "[{]",
        "[] []",
        "nothing",
        "[{\"url\": \"a\"},]",
        "\"",
        "[\"\u{1}\"]",
    ] {
        assert_eq!(code(file), "malformed-json", "{file:?}");
    }
    for file in ["{}", "5", "[5]", "[{\"url\":\"a\"}, []]"] {
        assert_eq!(code(file), "invalid-shape", "{file:?}");
    }
}

#[test]
fn an_unknown_field_is_named_with_its_line() {
    let error = rows("[{\"url\":\"a\"},\n{\"url\":\"b\",\"colour\":{\"a\":[1]}}]").unwrap_err();
    let broken = &error.violations()[0];
    assert_eq!(error.code(), "invalid-shape");
    assert_eq!(broken.field, "body");
    assert!(broken.message.contains("`colour`") && broken.message.contains("line 2"));
}

#[test]
fn more_rows_than_are_wanted_are_refused() {
    let list = |count| format!("[{}]", vec![r#"{"url":"a"}"#; count].join(","));
    assert_eq!(rows(&list(MOST)).unwrap().len(), MOST);
    let error = rows(&list(MOST + 1)).unwrap_err();
    assert!(error.violations()[0].message.contains("more than 10 rows"));
}
