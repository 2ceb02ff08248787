use korotko_linkfile::{FileError, Format, LinkFile};

use crate::fixtures::{good_lines, read, read_one};

const URL: &str = "https://example.com/a";

fn refusal(file: impl AsRef<[u8]>) -> FileError {
    LinkFile::open(Format::Csv, file, 10).unwrap_err()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn columns_may_have_any_order_and_spelling() {
    let file = format!("Title, EXPIRES AT ,\"Url\",share_url\nSpring,,{URL},x\n");
    let link = read_one(file);
    assert_eq!(link.new.url, URL);
    assert_eq!(link.new.title.as_deref(), Some("Spring"));
}

#[test]
fn only_the_url_is_required() {
    let rows = read(format!("url\n{URL}\n{URL}"));
    assert_eq!(rows.len(), 2);
}

#[test]
fn the_delimiter_is_detected_from_the_header() {
    for delimiter in [",", ";", "\t"] {
        let header = ["slug", "url", "title"].join(delimiter);
        let row = ["promo", URL, "\"a,b;c\td\""].join(delimiter);
        let link = read_one(format!("{header}\n{row}\n"));
        assert_eq!(link.new.slug.as_deref(), Some("promo"), "{delimiter:?}");
        assert_eq!(link.new.title.as_deref(), Some("a,b;c\td"), "{delimiter:?}");
    }
}

#[test]
fn a_byte_order_mark_and_any_line_break_are_accepted() {
    for ending in ["\n", "\r\n", "\r"] {
        let file = format!("\u{feff}url,title{ending}{URL},a{ending}{ending}{URL},b");
        assert_eq!(good_lines(file), [2, 4], "{ending:?}");
    }
}

#[test]
fn an_empty_file_is_refused() {
    for file in ["", "\u{feff}", "\r\n\r\n"] {
        assert_eq!(refusal(file), FileError::Empty, "{file:?}");
    }
}

#[test]
fn a_file_of_a_header_has_no_rows() {
    assert_eq!(read("url,slug\r\n"), []);
}

#[test]
fn an_unknown_column_is_named() {
    let error = refusal("url,Clicks per day\n");
    assert!(error.to_string().contains("`Clicks per day`"), "{error}");
    assert!(error.to_string().contains("redirect_status"), "{error}");
}

#[test]
fn a_long_column_name_is_shortened() {
    let error = refusal(format!("url,{}\n", "x".repeat(1_000_000)));
    assert!(error.to_string().len() < 300);
}

#[test]
fn a_missing_unnamed_or_duplicate_column_is_refused() {
    let missing = FileError::MissingColumn { name: "url" };
    assert_eq!(refusal("slug,title\nx,y\n"), missing);
    let unnamed = FileError::UnnamedColumn { position: 3 };
    assert_eq!(refusal("url,slug,,title\n"), unnamed);
    let twice = FileError::DuplicateColumn { name: "slug" };
    assert_eq!(refusal("url,slug,SLUG\n"), twice);
}

#[test]
fn a_header_of_very_many_columns_is_refused() {
    let file = format!("url{}\n", ",slug".repeat(1_000_000));
    assert_eq!(refusal(file), FileError::DuplicateColumn { name: "slug" });
    let file = format!("url{}title\n", ",".repeat(1_000_000));
    assert_eq!(refusal(file), FileError::UnnamedColumn { position: 2 });
}

#[test]
fn utf_16_is_refused_with_or_without_a_byte_order_mark() {
    let text = format!("url,title\n{URL},x\n");
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        assert_eq!(refusal(utf16(&text, bytes)), FileError::Utf16);
        let marked = format!("\u{feff}{text}");
        assert_eq!(refusal(utf16(&marked, bytes)), FileError::Utf16);
    }
}

#[test]
fn a_header_in_another_encoding_is_refused() {
    assert_eq!(refusal(b"url,\xcf\xf0\n"), FileError::HeaderEncoding);
}

#[test]
fn a_header_with_an_unclosed_quote_is_refused() {
    assert_eq!(refusal("url,\"slug\nx,y\n"), FileError::HeaderQuote);
}

#[test]
fn more_than_the_most_rows_are_refused_without_counting_blank_ones() {
    let rows = |count| format!("url\n{}", format!("{URL}\n\n").repeat(count));
    assert_eq!(LinkFile::open(Format::Csv, rows(10), 10).unwrap().len(), 10);
    assert_eq!(refusal(rows(11)), FileError::TooManyRows { max: 10 });
}

#[test]
fn trailing_empty_columns_are_ignored() {
    for more in [",", ",,, ", &",".repeat(1_000)] {
        let file = format!("url,title{more}\n{URL},a{more}\n{URL},b\n{URL}\n{more}\n");
        assert_eq!(good_lines(&file), [2, 3, 4], "{file}");
        assert_eq!(read(&file).len(), 3);
    }
}

#[test]
fn a_first_line_may_name_the_delimiter() {
    for delimiter in [",", ";", "\t", "|"] {
        for line in ["sep=", "SEP=", "\u{feff}sep="] {
            let file = ["url", "title"].join(delimiter);
            let row = [URL, "a,b;c,d;e"].map(|cell| format!("\"{cell}\""));
            let row = row.join(delimiter);
            let file = format!("{line}{delimiter}\r\n{file}\r\n{row}\r\n");
            let rows = read(&file);
            assert_eq!(rows[0].at.to_string(), "line 3", "{file}");
            let link = rows[0].content.as_ref().unwrap();
            assert_eq!(link.new.title.as_deref(), Some("a,b;c,d;e"), "{file}");
        }
    }
    let quoted = format!("\"sep=;\"\nurl;slug\n{URL};a\n");
    assert_eq!(good_lines(quoted), [3]);
    for file in ["sep=;", "sep=;\n"] {
        assert_eq!(refusal(file), FileError::Empty, "{file:?}");
    }
    let refused = refusal("sep=x\nurl\n");
    assert!(matches!(refused, FileError::UnknownColumn { .. }));
}

#[test]
fn a_workbook_is_recognised_whatever_its_declared_format() {
    for start in [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1"] {
        let file = [start, &[0; 100]].concat();
        for format in [Format::Csv, Format::Json] {
            let refused = LinkFile::open(format, &file, 10).unwrap_err();
            let message = refused.to_string();
            assert_eq!(message, "this is an Excel workbook; save it as CSV UTF-8");
        }
    }
}
