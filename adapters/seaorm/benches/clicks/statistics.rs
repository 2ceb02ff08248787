use std::ops::Range;

use korotko_core::click::{Day, Dimension, Span};
use korotko_core::ports::{ClickSubject, Store};

use crate::measure::{Database, Times};
use crate::year::{DAYS, Year};

const TIMES: usize = 60;

/// The offset of Kathmandu, which is 5 hours and 45 minutes ahead of UTC.
const OFFSET: i64 = 23;

pub async fn measure(database: &Database, year: &Year) {
    println!("| Query | results | half within ms | 99 % within ms |");
    println!("|---|---|---|---|");
    for (name, subject) in [
        ("the hottest link", ClickSubject::Link(year.hottest)),
        (
            "a collection of 100 links of all kinds",
            ClickSubject::Collection(year.spread),
        ),
        (
            "a collection of the 100 hottest links",
            ClickSubject::Collection(year.hot),
        ),
        ("the owner of 10,000 links", ClickSubject::Owner(year.owner)),
    ] {
        steps(database, year, name, subject).await;
        values(database, year, name, subject).await;
    }
}

/// The quarters between two days in Kathmandu.
fn quarters(year: &Year, days: Range<i64>) -> Range<i64> {
    let quarter = |day| Day(year.first_day.0 + day).first_quarter().0 - OFFSET;
    quarter(days.start)..quarter(days.end)
}

async fn steps(database: &Database, year: &Year, name: &str, subject: ClickSubject) {
    let statistics = database.store.repositories().statistics;
    let utc =
        Day(year.first_day.0).first_quarter().0..Day(year.first_day.0 + DAYS).first_quarter().0;
    for (what, quarters, offset, step) in [
        ("a year by day, UTC", utc, 0, 96),
        (
            "a year by day, UTC+5:45",
            quarters(year, 0..DAYS),
            OFFSET,
            96,
        ),
        (
            "a month by day, UTC+5:45",
            quarters(year, 100..130),
            OFFSET,
            96,
        ),
        (
            "a month by hour, UTC+5:45",
            quarters(year, 100..130),
            OFFSET,
            4,
        ),
    ] {
        let ask = async || {
            let counts = statistics.count_by_step(subject, quarters.clone(), offset, step);
            counts.await.unwrap()
        };
        let answers = ask().await.len();
        print(
            &format!("{name}: {what}"),
            answers,
            &Times::measure(TIMES, ask).await,
        );
    }
}

async fn values(database: &Database, year: &Year, name: &str, subject: ClickSubject) {
    let statistics = database.store.repositories().statistics;
    let quarters = quarters(year, 0..DAYS);
    let span = Span::new(
        korotko_core::click::QuarterHour(quarters.start),
        korotko_core::click::QuarterHour(quarters.end),
    );
    for dimension in Dimension::ALL {
        let ask = async || {
            let counts = statistics.count_by_value(subject, &span, dimension);
            counts.await.unwrap()
        };
        let answers = ask().await.len();
        let what = format!("{name}: a year by {}", dimension.name());
        print(&what, answers, &Times::measure(TIMES, ask).await);
    }
    let ask = async || statistics.count(subject, &span).await.unwrap();
    print(
        &format!("{name}: a year"),
        1,
        &Times::measure(TIMES, ask).await,
    );
}

fn print(what: &str, answers: usize, times: &Times) {
    let (half, most) = (times.percentile(50), times.percentile(99));
    println!("| {what} | {answers} | {half:.1} | {most:.1} |");
}
