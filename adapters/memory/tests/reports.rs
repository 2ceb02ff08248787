//! The writer of reports remembers what it was given, and writes what fits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use korotko_core::Zone;
use korotko_core::click::Counts;
use korotko_core::link::LinkState;
use korotko_core::ports::{ReportWriter, Timestamp};
use korotko_core::report::{
    LinkRow, ReportDocument, ReportOrder, ReportScope, ReportSubject, Workbook,
};
use korotko_core::user::Language;
use korotko_memory::MemoryReportWriter;

fn humans(humans: u64) -> Counts {
    Counts {
        humans,
        bots: 100,
        ..Counts::default()
    }
}

fn link(code: &str, clicks: u64) -> LinkRow {
    LinkRow {
        slug: code.to_owned(),
        share_url: format!("https://short.example/{code}"),
        target: "https://example.com/".to_owned(),
        title: None,
        collections: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        expires_at: None,
        state: LinkState::Live,
        counts: humans(clicks),
        last_click_at: None,
    }
}

/// A report of two links and a deleted one.
fn document() -> ReportDocument {
    ReportDocument {
        order: ReportOrder {
            scope: ReportScope::All,
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
            zone: Zone::UTC,
            language: Language::En,
            include_bots: false,
        },
        made_at: Timestamp::UNIX_EPOCH,
        subject: ReportSubject::All,
        total: humans(10),
        before: Counts::default(),
        links: vec![link("a", 5), link("b", 3)],
        deleted: humans(2),
        days: Vec::new(),
        referrers: Vec::new(),
        browsers: Vec::new(),
        systems: Vec::new(),
        devices: Vec::new(),
        languages: Vec::new(),
    }
}

const WHOLE: &str =
    "5\thttps://short.example/a\n3\thttps://short.example/b\n2\tdeleted links\n10\ttotal\n";

async fn write(most_bytes: usize) -> Workbook {
    let writer = MemoryReportWriter::new();
    writer.write(document(), most_bytes).await.unwrap()
}

fn text(workbook: &Workbook) -> &str {
    std::str::from_utf8(&workbook.bytes).unwrap()
}

#[tokio::test]
async fn every_handle_remembers_the_documents_in_order() {
    let writer = MemoryReportWriter::new();
    assert_eq!(writer.documents(), []);
    let with_bots = ReportDocument {
        links: Vec::new(),
        ..document()
    };
    writer.write(document(), 1_000).await.unwrap();
    writer
        .clone()
        .write(with_bots.clone(), 1_000)
        .await
        .unwrap();
    assert_eq!(writer.documents(), [document(), with_bots]);
}

#[tokio::test]
async fn a_workbook_has_a_line_for_each_link_and_what_they_add_up_to() {
    let workbook = write(WHOLE.len()).await;
    assert_eq!(text(&workbook), WHOLE);
    assert_eq!(workbook.omitted_links, 0);
}

#[tokio::test]
async fn the_clicks_of_bots_count_when_they_are_ordered() {
    let mut document = document();
    document.order.include_bots = true;
    let writer = MemoryReportWriter::new();
    let workbook = writer.write(document, 1_000).await.unwrap();
    assert_eq!(text(&workbook).lines().last(), Some("110\ttotal"));
}

#[tokio::test]
async fn links_at_the_end_that_do_not_fit_are_left_out_and_told() {
    let workbook = write(WHOLE.len() - 1).await;
    let expected = "5\thttps://short.example/a\n3\t1 links left out\n2\tdeleted links\n10\ttotal\n";
    assert_eq!(text(&workbook), expected);
    assert_eq!(workbook.omitted_links, 1);
    let workbook = write(expected.len() - 1).await;
    let expected = "8\t2 links left out\n2\tdeleted links\n10\ttotal\n";
    assert_eq!(text(&workbook), expected);
    assert_eq!(workbook.omitted_links, 2);
}

#[tokio::test]
async fn a_workbook_without_room_for_its_last_lines_is_not_written() {
    let writer = MemoryReportWriter::new();
    assert!(writer.write(document(), 20).await.is_err());
}
