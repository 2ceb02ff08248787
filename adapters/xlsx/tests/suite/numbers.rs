use korotko_core::click::Counts;
use korotko_core::report::ReportDocument;

use crate::book::{Cell, Sheet, book};
use crate::fixtures::{counts, link, people, report, value, with_bots, with_deleted};

/// Twelve links with clicks of every kind, some deleted since, and a period before.
fn sample() -> ReportDocument {
    let one = |index: u64| {
        link(
            &format!("link{index}"),
            counts(100 - index, 10, 3, 50 - index),
        )
    };
    let mut document = with_deleted(report((0..12).map(one).collect()), counts(7, 2, 1, 5));
    document.before = counts(1_000, 5, 5, 400);
    document
}

fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

/// The sum of a column from row 2 to the row before the total, and the total.
fn assert_adds_up(sheet: &Sheet, names: &str, column: &str) {
    let total = sheet.row_of(names, "Total");
    let sum: f64 = (2..total).map(|row| sheet.number(column, row)).sum();
    assert_near(sum, sheet.number(column, total));
}

#[tokio::test]
async fn the_summary_has_the_totals() {
    let book = book(sample()).await;
    let summary = book.sheet(1);
    // 12 links of 100 to 89, and 7 of deleted links.
    assert_near(summary.number("B", 7), 1_141.0);
    assert_near(summary.number("B", 8), 1_000.0);
    assert_near(summary.number("C", 7), 539.0);
    assert_near(summary.number("C", 8), 400.0);
    assert_near(summary.number("D", 7), 0.141);
    assert_near(summary.number("D", 8), 141.0);
    assert_near(summary.number("H", 7), 12.0);
    assert_near(summary.number("H", 8), 12.0);
    assert!(!summary.contains("Who clicked"));
}

#[tokio::test]
async fn included_bots_count_everywhere_and_are_listed_by_kind() {
    let book = book(with_bots(sample())).await;
    let summary = book.sheet(1);
    assert_near(summary.number("B", 7), 1_300.0);
    assert_near(summary.number("B", 8), 1_010.0);
    for (kind, clicks) in [
        ("People", 1_141.0),
        ("Bots", 122.0),
        ("Previews in chats and feeds", 37.0),
    ] {
        let row = summary.row_of("B", kind);
        assert_near(summary.number("D", row), clicks);
    }
    assert_near(book.sheet(2).number("J", 2), 113.0);
    assert_near(book.sheet(3).number("B", 2), 1_300.0);
    assert_near(book.sheet(4).number("B", 2), 1_300.0);
    let links = book.sheet(2);
    assert_adds_up(&links, "A", "J");
}

#[tokio::test]
async fn without_clicks_before_there_is_no_percentage() {
    let mut document = sample();
    document.before = Counts::default();
    let summary = book(document).await.sheet(1);
    assert_near(summary.number("D", 7), 1_141.0);
    assert_eq!(summary.text("D", 8), "No clicks in the period before");
}

#[tokio::test]
async fn a_fall_to_zero_is_minus_100_percent() {
    let mut document = report(vec![link("a", Counts::default())]);
    document.before = people(8);
    let summary = book(document).await.sheet(1);
    assert_near(summary.number("D", 7), -1.0);
    assert_near(summary.number("D", 8), -8.0);
}

#[tokio::test]
async fn the_rows_of_every_list_add_up_to_the_total() {
    let mut document = sample();
    document.referrers = vec![
        value("a.example", people(1_100)),
        value("", counts(41, 122, 37, 39)),
    ];
    let book = book(document).await;
    for column in ["J", "K"] {
        assert_adds_up(&book.sheet(2), "A", column);
    }
    for column in ["B", "C"] {
        assert_adds_up(&book.sheet(3), "A", column);
    }
    let breakdown = book.sheet(4);
    for (names, numbers) in [("A", "B"), ("E", "F"), ("I", "J"), ("M", "N"), ("Q", "R")] {
        assert_adds_up(&breakdown, names, numbers);
    }
}

#[tokio::test]
async fn deleted_links_have_a_row() {
    let book = book(sample()).await;
    let links = book.sheet(2);
    let row = links.row_of("A", "Links deleted since");
    assert_near(links.number("J", row), 7.0);
    assert_near(links.number("K", row), 5.0);
    let summary = book.sheet(1);
    assert_near(
        summary.number("D", summary.row_of("B", "Links deleted since")),
        7.0,
    );
}

#[tokio::test]
async fn the_summary_shows_ten_links_and_adds_up_the_others() {
    let summary = book(sample()).await.sheet(1);
    assert!(summary.contains("short.example/link9?u=7"));
    assert!(!summary.contains("short.example/link10"));
    let row = summary.row_of("B", "All other links");
    assert_near(summary.number("D", row), 90.0 + 89.0);
    let first = summary.row_of("B", "short.example/link0?u=7");
    let total = summary.row_of("B", "Total");
    let sum: f64 = (first..total).map(|row| summary.number("D", row)).sum();
    assert_near(sum, 1_141.0);
}

#[tokio::test]
async fn the_summary_shows_eight_sites_and_adds_up_the_others() {
    let mut document = report(vec![link("a", people(210))]);
    let site = |index: u64| value(&format!("{index}.example"), people(30 - index));
    document.referrers = (0..10).map(site).collect();
    document.referrers[1].value = String::new();
    let summary = book(document).await.sheet(1);
    assert_near(summary.number("D", summary.row_of("B", "0.example")), 30.0);
    assert_near(
        summary.number("D", summary.row_of("B", "Direct or unknown")),
        29.0,
    );
    assert_near(
        summary.number("D", summary.row_of("B", "Other sites")),
        22.0 + 21.0,
    );
}

#[tokio::test]
async fn sites_beyond_a_thousand_are_added_up() {
    let mut document = report(vec![link("a", people(1_200))]);
    let site = |index: u64| value(&format!("{index}.example"), people(1));
    document.referrers = (0..1_200).map(site).collect();
    let sheet = book(document).await.sheet(4);
    assert_near(sheet.number("B", sheet.row_of("A", "200 more")), 200.0);
    assert_adds_up(&sheet, "A", "B");
}

#[tokio::test]
async fn values_of_bots_alone_are_hidden_unless_bots_are_included() {
    let mut document = report(vec![link("a", counts(5, 4, 0, 5))]);
    document.browsers = vec![
        value("Firefox", people(5)),
        value("curl", counts(0, 4, 0, 0)),
    ];
    assert!(!book(document.clone()).await.sheet(4).contains("curl"));
    assert!(book(with_bots(document)).await.sheet(4).contains("curl"));
}

#[tokio::test]
async fn a_row_has_every_field_of_its_link() {
    let mut one = link("promo", people(3));
    one.title = Some("Spring".to_owned());
    one.tags = vec!["news".to_owned(), "spring".to_owned()];
    one.collections = vec!["Sale".to_owned(), "Garden".to_owned()];
    let sheet = book(report(vec![one])).await.sheet(2);
    let texts = ["A", "B", "C", "D", "E", "F", "G"].map(|column| sheet.text(column, 2));
    let url = "https://short.example/promo?u=7";
    assert_eq!(
        texts,
        [
            "promo",
            "Spring",
            url,
            "news, spring",
            "https://example.com/promo",
            "Active",
            "Sale, Garden"
        ]
    );
    assert_eq!(sheet.get("I", 2), None);
    assert_eq!(sheet.get("L", 2), None);
    assert_eq!(sheet.get("J", 2), Some(&Cell::Number(3.0)));
}
