use korotko_core::report::ReportSubject;

use crate::book::book;
use crate::fixtures::{link, people, report, titled, value};

/// The title as read from the table of links.
async fn written_title(title: &str) -> String {
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
async fn a_title_that_looks_like_a_formula_is_text() {
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
        assert_eq!(written_title(title).await, title);
    }
}

#[tokio::test]
async fn no_text_of_a_user_becomes_a_formula() {
    let hostile = "=1+1";
    let mut one = titled(hostile);
    hostile.clone_into(&mut one.slug);
    hostile.clone_into(&mut one.share_url);
    hostile.clone_into(&mut one.target);
    one.tags = vec![hostile.to_owned()];
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
    for column in ["A", "B", "C", "D", "E"] {
        assert_eq!(links.text(column, 2), hostile);
    }
    assert_eq!(links.text("G", 2), "=1+1, <b>&amp;</b>");
    assert!(book.sheet(1).contains("Collection “=1+1”"));
    for column in ["A", "E", "I", "Q"] {
        assert_eq!(book.sheet(4).text(column, 2), hostile);
    }
}

#[tokio::test]
async fn characters_forbidden_in_xml_are_replaced() {
    for (title, back) in [
        ("a\u{0}b\u{1f}c", "a\u{fffd}b\u{fffd}c"),
        ("\u{8}\u{b}\u{c}\u{7f}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
        ("a\u{fffe}b\u{ffff}", "a\u{fffd}b\u{fffd}"),
        ("a\r\nb\nc\td", "a\nb\nc\td"),
        ("a\u{85}b", "a\u{fffd}b"),
    ] {
        assert_eq!(written_title(title).await, back, "{title:?}");
    }
}

#[tokio::test]
async fn texts_in_any_script_are_unchanged() {
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
        assert_eq!(written_title(title).await, title);
    }
}

#[tokio::test]
async fn a_text_too_long_for_a_cell_is_cut() {
    let fits = "x".repeat(32_767);
    assert_eq!(written_title(&fits).await, fits);
    let cut = written_title(&"x".repeat(40_000)).await;
    assert_eq!(cut, format!("{}…", "x".repeat(32_766)));
    // Excel counts in UTF-16: each of these is two.
    let cut = written_title(&"🚀".repeat(20_000)).await;
    assert_eq!(cut, format!("{}…", "🚀".repeat(16_383)));
}

#[tokio::test]
async fn a_long_host_is_shortened_on_the_summary_only() {
    let host = format!("{}.example.com", "a".repeat(200));
    let mut document = report(vec![link("a", people(3))]);
    document.referrers = vec![value(&host, people(3))];
    let book = book(document).await;
    assert_eq!(book.sheet(4).text("A", 2), host);
    assert!(!book.sheet(1).contains(&host));
    assert!(book.sheet(1).contains(&format!("{}…", "a".repeat(39))));
}

#[tokio::test]
async fn international_hosts_are_decoded_and_linked_encoded() {
    let mut one = titled("Spring");
    one.share_url = "https://xn--e1afmkfd.xn--p1ai/promo?u=7".to_owned();
    one.target = "http://www.xn--caf-dma.example/%D0%B0".to_owned();
    let mut document = report(vec![one]);
    document.subject = ReportSubject::Link {
        share_url: "https://xn--e1afmkfd.xn--p1ai/promo?u=7".to_owned(),
        title: None,
    };
    document.referrers = vec![value("xn--caf-dma.example", people(1))];
    let book = book(document).await;
    let (summary, links) = (book.sheet(1), book.sheet(2));
    assert_eq!(links.text("C", 2), "https://пример.рф/promo?u=7");
    assert_eq!(links.text("E", 2), "http://www.café.example/%D0%B0");
    assert!(summary.contains("Link https://пример.рф/promo?u=7"));
    let row = summary.row_of("B", "пример.рф/promo?u=7");
    assert_eq!(summary.text("C", row), "Spring");
    let relations = book.part("xl/worksheets/_rels/sheet1.xml.rels");
    let target = "https://xn--e1afmkfd.xn--p1ai/promo?u=7";
    assert!(relations.contains(target), "{relations}");
    for sheet in [summary, book.sheet(4)] {
        assert!(sheet.contains("café.example"), "{:?}", sheet.texts());
        assert!(!sheet.contains("xn--"), "{:?}", sheet.texts());
    }
}
