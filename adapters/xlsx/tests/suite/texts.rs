use korotko_core::report::ReportSubject;

use crate::book::book;
use crate::fixtures::{link, people, report, titled, value};

/// The title as it stands in the table of links.
async fn title_back(title: &str) -> String {
    let book = book(report(vec![titled(title)])).await;
    for sheet in book.parts("xl/worksheets/sheet") {
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<f "),
            "{title:?}"
        );
    }
    book.sheet(2).text("B", 2).to_owned()
}

#[tokio::test]
async fn what_looks_like_a_formula_is_a_text() {
    for title in [
        "=HYPERLINK(\"http://evil\",\"x\")",
        "{=1+1}",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1",
        "\n=1",
        "'=1",
        "http://evil.example",
        "mailto:ann@example.com",
        "internal:Links!A1",
        "1234567890123456789",
        "TRUE",
        "2026-10-01",
        " ",
    ] {
        assert_eq!(title_back(title).await, title);
    }
}

#[tokio::test]
async fn every_text_of_a_user_is_a_text() {
    let hostile = "=1+1";
    let mut one = titled(hostile);
    hostile.clone_into(&mut one.slug);
    hostile.clone_into(&mut one.share_url);
    hostile.clone_into(&mut one.target);
    one.collections = vec![hostile.to_owned(), "<b>&amp;</b>".to_owned()];
    let mut document = report(vec![one]);
    document.subject = ReportSubject::Collection(hostile.to_owned());
    document.referrers[0].value = hostile.to_owned();
    document.browsers[0].value = hostile.to_owned();
    document.systems[0].value = hostile.to_owned();
    document.languages[0].value = hostile.to_owned();
    let book = book(document).await;
    for sheet in book.parts("xl/worksheets/sheet") {
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    }
    let links = book.sheet(2);
    for column in ["A", "B", "C", "D"] {
        assert_eq!(links.text(column, 2), hostile);
    }
    assert_eq!(links.text("F", 2), "=1+1, <b>&amp;</b>");
    assert!(book.sheet(1).contains("Set “=1+1”"));
    for column in ["A", "E", "I", "Q"] {
        assert_eq!(book.sheet(4).text(column, 2), hostile);
    }
}

#[tokio::test]
async fn characters_that_xml_forbids_are_shown_as_replaced() {
    for (title, back) in [
        ("a\u{0}b\u{1f}c", "a\u{fffd}b\u{fffd}c"),
        ("\u{8}\u{b}\u{c}\u{7f}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("a\u{fffe}b\u{ffff}", "a\u{fffd}b\u{fffd}"),
        ("a\r\nb\nc\td", "a\nb\nc\td"),
        ("a\u{85}b", "a\u{fffd}b"),
    ] {
        assert_eq!(title_back(title).await, back, "{title:?}");
    }
}

#[tokio::test]
async fn texts_in_any_script_come_back_as_they_are() {
    for title in [
        "🚀 запуск 👩‍👩‍👧 🇷🇺",
        "שלום עולם",
        "\u{202e}evil\u{202c}",
        "مرحبا",
        "  spaces  ",
        "_x0041_ & _x005F_ & _x",
        "<script>\"'&amp;",
        "e\u{301}",
    ] {
        assert_eq!(title_back(title).await, title);
    }
}

#[tokio::test]
async fn a_text_too_long_for_a_cell_is_cut() {
    let fits = "x".repeat(32_767);
    assert_eq!(title_back(&fits).await, fits);
    let cut = title_back(&"x".repeat(40_000)).await;
    assert_eq!(cut, format!("{}…", "x".repeat(32_766)));
    // Excel counts in UTF-16: each of these is two.
    let cut = title_back(&"🚀".repeat(20_000)).await;
    assert_eq!(cut, format!("{}…", "🚀".repeat(16_383)));
}

#[tokio::test]
async fn a_long_name_of_a_site_is_short_on_the_summary_and_whole_on_its_sheet() {
    let host = format!("{}.example.com", "a".repeat(200));
    let mut document = report(vec![link("a", people(3))]);
    document.referrers = vec![value(&host, people(3))];
    let book = book(document).await;
    assert_eq!(book.sheet(4).text("A", 2), host);
    assert!(!book.sheet(1).contains(&host));
    assert!(book.sheet(1).contains(&format!("{}…", "a".repeat(39))));
}
