//! The report writer keeps its documents, and writes what fits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test slug")]

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

fn link(slug: &str, clicks: u64) -> LinkRow {
    LinkRow {
        slug: slug.to_owned(),
        share_url: format!("https://short.example/{slug}"),
        target: "https://example.com/".to_owned(),
        title: None,
        tags: Vec::new(),
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
        created_at: Timestamp::UNIX_EPOCH,
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

async fn write(max_bytes: usize) -> Workbook {
    let writer = MemoryReportWriter::new();
    writer.write(document(), max_bytes).await.unwrap()
}

fn text(workbook: &Workbook) -> &str {
    std::str::from_utf8(&workbook.bytes).unwrap()
}

#[tokio::test]
async fn every_handle_returns_the_documents_in_order() {
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
async fn a_workbook_has_a_line_for_each_link_and_the_total() {
    let workbook = write(WHOLE.len()).await;
    assert_eq!(text(&workbook), WHOLE);
    assert_eq!(workbook.omitted_links, 0);
}

#[tokio::test]
async fn clicks_of_bots_are_included_if_ordered() {
    let mut document = document();
    document.order.include_bots = true;
    let writer = MemoryReportWriter::new();
    let workbook = writer.write(document, 1_000).await.unwrap();
    assert_eq!(text(&workbook).lines().last(), Some("110\ttotal"));
}

#[tokio::test]
async fn links_that_do_not_fit_are_omitted_and_counted() {
    let workbook = write(WHOLE.len() - 1).await;
    let expected = "5\thttps://short.example/a\n3\t1 links omitted\n2\tdeleted links\n10\ttotal\n";
    assert_eq!(text(&workbook), expected);
    assert_eq!(workbook.omitted_links, 1);
    let workbook = write(expected.len() - 1).await;
    let expected = "8\t2 links omitted\n2\tdeleted links\n10\ttotal\n";
    assert_eq!(text(&workbook), expected);
    assert_eq!(workbook.omitted_links, 2);
}

#[tokio::test]
async fn a_workbook_without_room_for_its_totals_is_not_written() {
    let writer = MemoryReportWriter::new();
    assert!(writer.write(document(), 20).await.is_err());
}
