use chrono::NaiveDate;
use futures_util::stream::TryStreamExt;
use mockall::predicate::eq;

use crate::click::{Counts, Day, Dimension, Span};
use crate::id::LinkId;
use crate::mock::MockPorts;
use crate::ports::ClickSubject;
use crate::statistics::DailyClicks;

const LINK: ClickSubject = ClickSubject::Link(LinkId(3));

fn people(humans: u64) -> Counts {
    Counts {
        humans,
        ..Counts::default()
    }
}

#[tokio::test]
async fn daily_clicks_have_every_dimension_most_clicked_value_first() {
    let mut mocks = MockPorts::default();
    let (first, second) = (Day(20_000), Day(20_005));
    let days = vec![(first.0, people(1)), (second.0, people(3))];
    let by_day = mocks.statistics.expect_count_by_step();
    by_day
        .withf(|subject, quarters, offset, step| {
            (*subject, quarters.start, *offset, *step) == (LINK, 0, 0, 96)
        })
        .return_once(move |_, _, _, _| Ok(days));
    for day in [first, second] {
        let span = Span::new(day.first_quarter(), day.next().first_quarter());
        let by_value = mocks.statistics.expect_count_by_value();
        by_value
            .with(eq(LINK), eq(span), mockall::predicate::always())
            .times(Dimension::ALL.len())
            .returning(|_, _, _| {
                Ok(vec![
                    ("b".to_owned(), people(1)),
                    ("a".to_owned(), people(2)),
                ])
            });
    }
    let daily = mocks.korotko().statistics.daily(LINK);
    let daily: Vec<DailyClicks> = daily.try_collect().await.unwrap();
    let dates: Vec<_> = daily.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(dates, ["2024-10-04", "2024-10-09"]);
    assert_eq!(daily[1].counts, people(3));
    assert_eq!(daily[1].values.len(), Dimension::ALL.len());
    let ranked = vec![("a".to_owned(), people(2)), ("b".to_owned(), people(1))];
    assert_eq!(daily[0].values[0], (Dimension::Referrer, ranked));
    assert!(daily[0].date > NaiveDate::default());
}
