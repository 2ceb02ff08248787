use korotko_core::link::{ImportRow, NewLink, Scope};
use korotko_linkfile::{COLUMNS, Exported, FileError, Format, JsonWriter, LinkFile, MAX_ITEMS};

use crate::fixtures::{SHARE_URL, exported, tagged};

const MAX_ROWS: usize = 10;

fn rows(file: &str) -> Result<Vec<ImportRow>, FileError> {
    let file = LinkFile::open(Format::Json, file, MAX_ROWS)?;
    let rows: Vec<_> = file.rows().collect();
    assert_eq!(rows.len(), file.len());
    Ok(rows)
}

/// The error of a row that cannot be read.
fn refusal(row: &str) -> String {
    let row = rows(&format!("[{row}]")).unwrap().remove(0);
    row.content.unwrap_err().to_string()
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
fn null_counts_as_missing() {
    let file = r#"[{"url":"https://example.com","slug":null,"namespace":null,"title":null,"tags":null,
        "collections":null,"expires_at":null,"redirect_status":null,"query_forwarding":null,"fallback_url":null}]"#;
    let link = rows(file).unwrap().remove(0).content.unwrap();
    assert_eq!(link.new, NewLink::to("https://example.com"));
}

#[test]
fn rows_are_named_by_their_indices() {
    let file = "\u{feff}[\n{\"url\":\n\"a\"}, {\"url\":\"b\"},\r\n\n{\"url\":\"c\"}]\n";
    let names = rows(file).unwrap().into_iter();
    let names: Vec<_> = names.map(|row| row.at.to_string()).collect();
    assert_eq!(names, ["[0]", "[1]", "[2]"]);
}

#[test]
fn all_errors_of_a_row_are_reported_without_its_values() {
    let text = refusal(
        r#"{"slug":1,"title":[],"tags":["a",1],"collections":{},"expires_at":"soon","namespace":"mine","redirect_status":-1,"query_forwarding":"On","fallback_url":5}"#,
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
        "query_forwarding: must be off, append or override",
        "fallback_url: ",
    ] {
        assert!(text.contains(name), "{name} in {text}");
    }
    assert!(!text.contains("soon") && !text.contains("mine"), "{text}");
}

#[test]
fn a_duplicate_field_is_refused() {
    let text = refusal(r#"{"url":"a","url":"b"}"#);
    assert_eq!(text, "url: is given more than once");
}

#[test]
fn half_of_a_surrogate_pair_refuses_only_its_row() {
    let file = r#"[{"url":"\ud800"},{"url":"https://example.com"}]"#;
    let rows = rows(file).unwrap();
    assert!(rows[0].content.is_err() && rows[1].content.is_ok());
}

#[test]
fn too_many_tags_are_refused() {
    let tags = |count: usize| {
        let tags: Vec<_> = (0..count).map(|tag| tag.to_string()).collect();
        serde_json::json!({"url": "https://example.com", "tags": tags}).to_string()
    };
    let most = rows(&format!("[{}]", tags(MAX_ITEMS))).unwrap().remove(0);
    assert_eq!(most.content.unwrap().new.tags.len(), MAX_ITEMS);
    let message = refusal(&tags(MAX_ITEMS + 1));
    assert_eq!(message, "tags: has more than 1000 items");
}

#[test]
fn a_file_that_is_not_a_list_is_refused() {
    for file in ["", " \n", "\u{feff}"] {
        assert_eq!(rows(file), Err(FileError::EmptyList), "{file:?}");
    }
    for file in ["[", "[{]", "[] []", "nothing", "\"", "[\"\u{1}\"]"] {
        assert!(matches!(rows(file), Err(FileError::NotJson(_))), "{file:?}");
    }
    for file in ["{}", "5"] {
        assert_eq!(rows(file), Err(FileError::NotList), "{file:?}");
    }
}

#[test]
fn a_syntax_error_is_reported_as_one_more_row_after_the_valid_rows() {
    let good = r#"{"url":"https://example.com"}"#;
    for (end, what) in [
        (",]", "trailing comma at line 2"),
        ("", "EOF while parsing a list at line 2"),
        (",{\"url\":", "EOF while parsing a value at line 2"),
        (" {}]", "expected `,` or `]` at line 2"),
        ("] []", "trailing characters at line 2"),
        (",\u{1}]", "expected value at line 2"),
    ] {
        let rows = rows(&format!("[{good},\n{good}{end}")).unwrap();
        assert_eq!(rows.len(), 3, "{end}");
        assert!(rows[0].content.is_ok() && rows[1].content.is_ok(), "{end}");
        let message = rows[2].content.as_ref().unwrap_err().to_string();
        let begin = "row: the file is not JSON from here on";
        assert!(message.starts_with(begin), "{message}");
        assert!(message.contains(what), "{message}");
        assert!(message.ends_with("; 2 rows were read"), "{message}");
    }
}

#[test]
fn an_unknown_field_or_a_value_other_than_an_object_refuses_only_its_row() {
    let file = r#"[{"url":"a"},{"url":"b","colour":{"a":[1]},"size":1},[],5,{"url":"c"}]"#;
    let rows = rows(file).unwrap();
    assert!(rows[0].content.is_ok() && rows[4].content.is_ok());
    let message = rows[1].content.as_ref().unwrap_err().to_string();
    assert!(message.contains("the unknown field `colour`"), "{message}");
    for column in &COLUMNS {
        assert!(
            message.contains(column.name),
            "{} in {message}",
            column.name
        );
    }
    for row in &rows[2..4] {
        let message = row.content.as_ref().unwrap_err().to_string();
        assert_eq!(message, "row: must be an object");
    }
}

#[test]
fn a_deeply_nested_field_refuses_its_row() {
    let (open, close) = ("[".repeat(500), "]".repeat(500));
    let message = refusal(&format!(r#"{{"url":"a","title":{open}{close}}}"#));
    assert_eq!(message, "row: cannot be read: recursion limit exceeded");
}

#[test]
fn a_written_file_is_read_unchanged() {
    let links = [exported(), tagged(&["a, b", "=x"], &["One"])];
    let (mut writer, mut file) = (JsonWriter::new(), Vec::new());
    writer.begin(&mut file);
    for link in &links {
        let share_url = SHARE_URL;
        writer
            .write(Exported { link, share_url }, &mut file)
            .unwrap();
    }
    writer.end(&mut file);
    let rows = rows(str::from_utf8(&file).unwrap()).unwrap();
    for (link, row) in links.iter().zip(rows) {
        let read = row.content.unwrap();
        assert_eq!(read.new.url, link.link.target.to_string());
        assert_eq!(read.new.expires_at, link.link.expires_at);
        let forwarding = Some(link.link.query_forwarding);
        assert_eq!(read.new.query_forwarding, forwarding);
        let fallback = link.link.fallback.as_ref().map(ToString::to_string);
        assert_eq!(read.new.fallback_url, fallback);
        assert_eq!(read.new.max_clicks, link.link.max_clicks);
        let tags = link.link.tags.as_slice().iter().map(ToString::to_string);
        assert_eq!(read.new.tags, tags.collect::<Vec<_>>());
        assert_eq!(read.collections.len(), link.collections.len());
    }
}

#[test]
fn more_than_the_most_rows_are_refused() {
    let list = |count| format!("[{}]", vec![r#"{"url":"a"}"#; count].join(","));
    assert_eq!(rows(&list(MAX_ROWS)).unwrap().len(), MAX_ROWS);
    let error = rows(&list(MAX_ROWS + 1)).unwrap_err();
    assert_eq!(error, FileError::TooManyRows { max: MAX_ROWS });
}
