use korotko_core::click::Counts;

use crate::book::book;
use crate::fixtures::{in_russian, link, people, report};

#[tokio::test]
async fn the_links_are_a_table_with_filters_under_a_frozen_header() {
    let links = vec![link("a", people(2)), link("b", people(1))];
    for document in [report(links.clone()), in_russian(report(links))] {
        let book = book(document).await;
        let table = book.part("xl/tables/table1.xml");
        assert!(table.contains("ref=\"A1:L3\""), "{table}");
        assert!(table.contains("<autoFilter ref=\"A1:L3\"/>"), "{table}");
        assert_eq!(table.matches("<tableColumn ").count(), 12);
        let sheet = book.sheet_xml(2);
        assert!(
            sheet.contains("ySplit=\"1\"") && sheet.contains("state=\"frozen\""),
            "{sheet}"
        );
        assert!(sheet.contains("<tablePart "), "{sheet}");
    }
}

#[tokio::test]
async fn the_days_are_a_table_under_a_frozen_header() {
    let book = book(report(vec![link("a", people(2))])).await;
    let table = book.part("xl/tables/table2.xml");
    assert!(table.contains("<autoFilter ref=\"A1:C32\"/>"), "{table}");
    assert!(book.sheet_xml(3).contains("state=\"frozen\""));
}

#[tokio::test]
async fn the_summary_has_charts_by_day_and_by_site() {
    let book = book(in_russian(report(vec![link("a", people(2))]))).await;
    let charts = book.parts("xl/charts/chart");
    assert_eq!(charts.len(), 2);
    assert!(charts[0].contains("<c:lineChart>"));
    assert!(charts[0].contains("'По дням'!$B$2:$B$32"), "{}", charts[0]);
    assert!(charts[1].contains("<c:barDir val=\"bar\"/>"));
    assert!(charts[1].contains("Сводка!$B$"), "{}", charts[1]);
    assert!(book.sheet_xml(1).contains("<drawing "));
}

#[tokio::test]
async fn every_sheet_is_printed_in_landscape_to_the_width_of_the_paper() {
    for links in [
        vec![link("a", people(2))],
        vec![link("a", Counts::default())],
        Vec::new(),
    ] {
        let book = book(report(links)).await;
        for number in 1..=4 {
            let sheet = book.sheet_xml(number);
            assert!(sheet.contains("fitToPage=\"1\""), "{sheet}");
            assert!(sheet.contains("orientation=\"landscape\""), "{sheet}");
        }
    }
}

#[tokio::test]
async fn numbers_and_times_are_formatted() {
    let styles = book(report(vec![link("a", people(2))])).await;
    let styles = styles.part("xl/styles.xml");
    for format in ["#,##0", "[$-409]d mmm yyyy hh:mm", "0.0%"] {
        assert!(styles.contains(format), "{format} is not in {styles}");
    }
}

#[tokio::test]
async fn a_slug_of_digits_has_no_warning() {
    let book = book(report(vec![link("12345", people(2))])).await;
    assert_eq!(book.sheet(2).text("A", 2), "12345");
    assert!(book.sheet_xml(2).contains("numberStoredAsText=\"1\""));
}
