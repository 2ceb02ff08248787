use korotko_core::report::ReportDocument;

use crate::book::{Book, book};
use crate::fixtures::{date, in_russian, link, moment, people, report, zone};

/// Excel's number for this time.
fn serial(local: &str) -> f64 {
    let local: chrono::NaiveDateTime = local.parse().unwrap();
    let zero = date("1899-12-30").and_hms_opt(0, 0, 0).unwrap();
    let seconds = u32::try_from((local - zero).num_seconds() % 86_400).unwrap();
    let days = i32::try_from((local - zero).num_days()).unwrap();
    f64::from(days) + f64::from(seconds) / 86_400.0
}

fn assert_shows(book: &Book, sheet: usize, column: &str, row: u32, local: &str) {
    let shown = book.sheet(sheet).number(column, row);
    let second = 1.0 / 86_400.0;
    assert!(
        (shown - serial(local)).abs() < second / 2.0,
        "{column}{row} shows {shown} and not {local}"
    );
}

/// A report of one link created and last clicked at these times.
fn document(zone_name: &str, created: &str, clicked: &str) -> ReportDocument {
    let mut one = link("promo", people(1));
    one.created_at = moment(created);
    one.last_click_at = Some(moment(clicked));
    one.expires_at = Some(moment("2027-01-01T00:00:00Z"));
    let mut document = report(vec![one]);
    document.order.zone = zone(zone_name);
    document
}

#[tokio::test]
async fn times_are_local_to_the_zone() {
    for (zone, created, shown_created, clicked, shown_clicked) in [
        (
            "Europe/Moscow",
            "2026-07-01T21:30:15.9Z",
            "2026-07-02T00:30:15",
            "2026-12-31T22:00:00Z",
            "2027-01-01T01:00:00",
        ),
        (
            "Asia/Kathmandu",
            "2026-07-01T18:14:59Z",
            "2026-07-01T23:59:59",
            "2026-07-01T18:15:00Z",
            "2026-07-02T00:00:00",
        ),
        // The clocks go back on 1 November 2026: half past one occurs twice.
        (
            "America/New_York",
            "2026-11-01T05:30:00Z",
            "2026-11-01T01:30:00",
            "2026-11-01T06:30:00Z",
            "2026-11-01T01:30:00",
        ),
        (
            "America/New_York",
            "2026-11-01T03:30:00Z",
            "2026-10-31T23:30:00",
            "2026-11-01T07:30:00Z",
            "2026-11-01T02:30:00",
        ),
    ] {
        let book = book(document(zone, created, clicked)).await;
        assert_shows(&book, 2, "H", 2, shown_created);
        assert_shows(&book, 2, "L", 2, shown_clicked);
    }
}

#[tokio::test]
async fn a_period_of_whole_days_has_its_first_and_last_day() {
    for zone_name in ["Europe/Moscow", "Asia/Kathmandu", "America/New_York"] {
        let zone = zone(zone_name);
        let mut document = document(zone_name, "2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z");
        document.order.from = zone.midnight(date("2026-10-25"));
        document.order.until = zone.midnight(date("2026-11-02"));
        let book = book(document).await;
        assert_eq!(book.sheet(1).text("H", 1), "First day");
        assert_shows(&book, 1, "J", 1, "2026-10-25T00:00:00");
        assert_eq!(book.sheet(1).text("H", 2), "Last day");
        assert_shows(&book, 1, "J", 2, "2026-11-01T00:00:00");
        assert_eq!(book.sheet(1).text("J", 3), zone_name);
    }
}

#[tokio::test]
async fn a_single_day_is_written_once() {
    let zone = zone("Europe/Moscow");
    let mut document = report(vec![link("a", people(1))]);
    document.order.from = zone.midnight(date("2026-05-01"));
    document.order.until = zone.midnight(date("2026-05-02"));
    let sheet = book(document.clone()).await;
    assert_eq!(sheet.sheet(1).text("H", 1), "Day");
    assert_shows(&sheet, 1, "J", 1, "2026-05-01T00:00:00");
    assert!(!sheet.sheet(1).contains("First day"));
    assert!(!sheet.sheet(1).contains("Last day"));
    assert_eq!(sheet.sheet(1).text("J", 2), "Europe/Moscow");
    assert_eq!(sheet.sheet(1).text("H", 3), "Created");
    let russian = book(in_russian(document)).await;
    assert_eq!(russian.sheet(1).text("H", 1), "День");
}

#[tokio::test]
async fn a_period_of_hours_has_its_start_and_end() {
    let mut document = document(
        "Asia/Kathmandu",
        "2026-07-01T00:00:00Z",
        "2026-07-01T00:00:00Z",
    );
    document.order.from = moment("2026-10-01T00:00:00Z");
    document.order.until = moment("2026-10-01T12:30:00Z");
    let book = book(document).await;
    assert_eq!(book.sheet(1).text("H", 1), "From");
    assert_shows(&book, 1, "J", 1, "2026-10-01T05:45:00");
    assert_eq!(book.sheet(1).text("H", 2), "Until");
    assert_shows(&book, 1, "J", 2, "2026-10-01T18:15:00");
}

#[tokio::test]
async fn summary_and_file_have_the_time_of_creation() {
    let book = book(document(
        "Europe/Moscow",
        "2026-07-01T00:00:00Z",
        "2026-07-01T00:00:00Z",
    ))
    .await;
    assert_shows(&book, 1, "J", 4, "2026-11-01T08:30:00");
    assert!(
        book.part("docProps/core.xml")
            .contains("2026-11-01T05:30:00Z")
    );
}

#[tokio::test]
async fn every_day_has_its_date() {
    let book = book(report(vec![link("a", people(2))])).await;
    assert_shows(&book, 3, "A", 2, "2026-10-01T00:00:00");
    assert_shows(&book, 3, "A", 32, "2026-10-31T00:00:00");
    assert_eq!(book.sheet(3).text("A", 33), "Total");
    // The busiest of them.
    assert_shows(&book, 1, "K", 7, "2026-10-01T00:00:00");
}

#[tokio::test]
async fn a_time_that_excel_cannot_show_is_text() {
    for created in ["1850-03-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let book = book(document("Europe/Moscow", created, created)).await;
        assert_eq!(book.sheet(2).text("H", 2), created);
    }
}
