use korotko_core::collection::CollectionName;
use korotko_core::link::{ExportedLink, Scope, Tag, Tags, Title};
use korotko_linkfile::{Format, LinkFile};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixtures::{exported, line, read, write};

/// Texts of characters that are special in CSV or a spreadsheet, and of any others.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "'", "''", "=", "+", "-", "@", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ",
        "\u{feff}", "\u{ff1d}", "\0", "a", "Б", "𝄞", "\u{301}",
    ]);
    let special = special.prop_map(str::to_owned);
    let anything = any::<char>().prop_map(String::from);
    vec(prop_oneof![4 => special, 1 => anything], 1..12).prop_map(|parts| parts.concat())
}

/// Items without surrounding space, as the domain stores them, but with any other characters.
fn items() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..6).prop_map(|items| {
        let mut kept: Vec<String> = Vec::new();
        for item in items {
            let item = item.trim().to_owned();
            if !item.is_empty() && !kept.contains(&item) {
                kept.push(item);
            }
        }
        kept
    })
}

fn link(title: &str, tags: &[String], collections: &[String]) -> ExportedLink {
    let mut exported = exported();
    exported.link.title = Some(Title::from_stored(title.to_owned()));
    let tags = tags.iter().cloned().map(Tag::from_stored);
    exported.link.tags = Tags::from_stored(tags.collect());
    let names = collections.iter().cloned();
    exported.collections = names.map(CollectionName::from_stored).collect();
    exported
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn a_written_file_is_read_unchanged(
        links in vec((text(), items(), items()), 1..5),
    ) {
        let written: Vec<_> = links.iter().map(|(title, tags, names)| link(title, tags, names)).collect();
        let rows = read(write(&written));
        prop_assert_eq!(rows.len(), links.len());
        for (row, (title, tags, names)) in rows.into_iter().zip(links) {
            let read = row.content.unwrap();
            let title = Some(title).filter(|title| !title.trim().is_empty());
            prop_assert_eq!(read.new.title, title);
            prop_assert_eq!(read.new.tags, tags);
            prop_assert_eq!(read.collections, names);
            prop_assert_eq!(read.new.url, exported().link.target.to_string());
            prop_assert_eq!(read.new.expires_at, exported().link.expires_at);
            prop_assert_eq!(read.new.scope, Some(Scope::Personal));
        }
    }

    /// No bytes cause a panic, and rows are in ascending order of lines.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200), rows in vec(text(), 0..10)) {
        let mut file = b"url,tags,title\n".to_vec();
        file.extend_from_slice(rows.concat().as_bytes());
        file.extend_from_slice(&bytes);
        let lines: Vec<u64> = read(&file).iter().map(line).collect();
        prop_assert!(lines.is_sorted());
        for format in [Format::Csv, Format::Json] {
            let _ = LinkFile::open(format, &bytes, 5).map(|file| file.rows().count());
        }
    }
}
