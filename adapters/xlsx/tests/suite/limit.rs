use std::error::Error as _;

use korotko_core::ports::ReportWriter;
use korotko_core::report::{ReportDocument, Workbook};
use korotko_xlsx::XlsxWriter;

use crate::book::Book;
use crate::fixtures::{in_russian, many_links, people, report, with_deleted};

async fn write(document: &ReportDocument, max_bytes: usize) -> Workbook {
    XlsxWriter::new()
        .write(document.clone(), max_bytes)
        .await
        .unwrap()
}

fn whole(number: f64) -> u64 {
    format!("{number}").parse().unwrap()
}

#[tokio::test]
async fn the_least_clicked_links_are_omitted_until_the_file_fits() {
    let document = with_deleted(report(many_links(1_000)), people(9));
    let all = write(&document, usize::MAX).await;
    for max in [
        all.bytes.len() - 1,
        all.bytes.len() / 2,
        all.bytes.len() / 3,
    ] {
        let cut = write(&document, max).await;
        assert!(cut.bytes.len() <= max, "{} of {max} bytes", cut.bytes.len());
        assert!(
            cut.bytes.len() > max * 3 / 4,
            "{} of {max} bytes",
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
        let sum: u64 = (2..total).map(|row| whole(links.number("J", row))).sum();
        assert_eq!(sum, document.total.humans);
        assert_eq!(whole(links.number("J", total)), document.total.humans);
    }
}

#[tokio::test]
async fn a_file_that_fits_has_every_link() {
    let document = report(many_links(50));
    let all = write(&document, usize::MAX).await;
    assert_eq!(write(&document, all.bytes.len()).await, all);
    assert_eq!(all.omitted_links, 0);
    assert!(!Book::read(all.bytes).sheet(1).contains("too large"));
}

#[tokio::test]
async fn the_summary_says_that_links_are_omitted() {
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
async fn a_file_may_have_no_links_at_all() {
    let document = report(many_links(300));
    let least = write(&report(Vec::new()), usize::MAX).await.bytes.len();
    let cut = write(&document, least + 6_000).await;
    assert!(cut.bytes.len() <= least + 6_000);
    let links = Book::read(cut.bytes).sheet(2);
    assert_eq!(
        whole(links.number("J", links.row_of("A", "Total"))),
        document.total.humans
    );
}

#[tokio::test]
async fn a_file_too_large_without_links_is_an_error() {
    let error = XlsxWriter::new()
        .write(report(many_links(3)), 1_000)
        .await
        .unwrap_err();
    assert!(
        error.source().unwrap().to_string().contains("too large"),
        "{error:?}"
    );
}
