use std::error::Error as _;

use korotko_core::ports::ReportWriter;
use korotko_core::report::{ReportDocument, Workbook};
use korotko_xlsx::XlsxWriter;

use crate::book::Book;
use crate::fixtures::{in_russian, many_links, people, report, with_deleted};

async fn write(document: &ReportDocument, most_bytes: usize) -> Workbook {
    XlsxWriter::new()
        .write(document.clone(), most_bytes)
        .await
        .unwrap()
}

fn whole(number: f64) -> u64 {
    format!("{number}").parse().unwrap()
}

#[tokio::test]
async fn links_at_the_end_go_until_the_rest_fits() {
    let document = with_deleted(report(many_links(1_000)), people(9));
    let all = write(&document, usize::MAX).await;
    for most in [
        all.bytes.len() - 1,
        all.bytes.len() / 2,
        all.bytes.len() / 3,
    ] {
        let cut = write(&document, most).await;
        assert!(
            cut.bytes.len() <= most,
            "{} of {most} bytes",
            cut.bytes.len()
        );
        assert!(
            cut.bytes.len() > most * 8 / 10,
            "{} of {most} bytes",
            cut.bytes.len()
        );
        assert!(cut.omitted_links > 0);
        let book = Book::read(cut.bytes);
        let links = book.sheet(2);
        let kept = 1_000 - cut.omitted_links;
        assert_eq!(
            links.row_of("A", &format!("{} more links", cut.omitted_links)),
            u32::try_from(kept).unwrap() + 2
        );
        assert_eq!(links.text("A", 2), document.links[0].slug);
        let total = links.row_of("A", "Total");
        let sum: u64 = (2..total).map(|row| whole(links.number("I", row))).sum();
        assert_eq!(sum, document.total.humans);
        assert_eq!(whole(links.number("I", total)), document.total.humans);
    }
}

#[tokio::test]
async fn what_fits_is_whole() {
    let document = report(many_links(50));
    let all = write(&document, usize::MAX).await;
    assert_eq!(write(&document, all.bytes.len()).await, all);
    assert_eq!(all.omitted_links, 0);
    assert!(!Book::read(all.bytes).sheet(1).contains("too large"));
}

#[tokio::test]
async fn the_summary_says_that_links_are_missing() {
    let document = report(many_links(1_500));
    let all = write(&document, usize::MAX).await;
    let cut = write(&document, all.bytes.len() / 2).await;
    let kept = 1_500 - cut.omitted_links;
    let summary = Book::read(cut.bytes).sheet(1);
    assert!(summary.contains("too large"));
    assert!(
        summary.contains(&format!("lists the {kept} most clicked of 1,500")),
        "{:?}",
        summary.texts()
    );

    let cut = write(&in_russian(document), all.bytes.len() / 2).await;
    let summary = Book::read(cut.bytes).sheet(1);
    assert!(summary.contains("из 1\u{a0}500"), "{:?}", summary.texts());
}

#[tokio::test]
async fn there_may_be_no_room_for_a_single_link() {
    let document = report(many_links(300));
    let least = write(&report(Vec::new()), usize::MAX).await.bytes.len();
    let cut = write(&document, least + 6_000).await;
    assert!(cut.bytes.len() <= least + 6_000);
    let links = Book::read(cut.bytes).sheet(2);
    assert_eq!(
        whole(links.number("I", links.row_of("A", "Total"))),
        document.total.humans
    );
}

#[tokio::test]
async fn what_cannot_fit_at_all_is_an_error() {
    let error = XlsxWriter::new()
        .write(report(many_links(3)), 1_000)
        .await
        .unwrap_err();
    assert!(
        error.source().unwrap().to_string().contains("too large"),
        "{error:?}"
    );
}
