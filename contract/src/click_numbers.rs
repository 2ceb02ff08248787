//! Checks of [`ClickStatistics`](korotko_core::ports::ClickStatistics): one rule each. That all of them add up is checked in
//! [`click_statistics`](super::click_statistics).

use std::collections::BTreeMap;

use super::StoreFixture;
use super::given::{anonymous, moment, write};
use super::given_clicks::{click, quarter, span, tally};
use super::given_links::own;
use super::suite::checks;
use korotko_core::click::{Click, Counts, Dimension, Referrer, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::ClickSubject;

checks! { $ __click_numbers_checks, click_numbers:
    a_collection_counts_earlier_clicks_of_its_links,
    without_clicks_all_counts_are_empty,
    an_interval_begins_at_the_given_offset,
    values_are_distinguished_byte_by_byte,
    counts_of_any_size_are_stored,
}

/// A collection counts the links that are in it now.
pub async fn a_collection_counts_earlier_clicks_of_its_links(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await.id;
    fixture.count_clicks(&[click(link, moment(1), 1)]).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let subject = ClickSubject::Collection(collection);
    assert_eq!(fixture.count_all(subject).await, Counts::default());
    fixture.join(collection, &[link]).await;
    assert_eq!(fixture.count_all(subject).await.humans, 1);
}

pub async fn without_clicks_all_counts_are_empty(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&own(ann, "a")).await.id;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let statistics = fixture.store.statistics();
    let none: [(LinkId, Counts); 0] = [];
    for span in [Span::all(), span(0, 0), span(3, 500)] {
        for subject in [
            ClickSubject::Owner(ann),
            ClickSubject::Collection(collection),
            ClickSubject::Link(link),
            ClickSubject::Link(LinkId(link.0 + 9)),
        ] {
            let count = statistics.count(subject, &span).await.unwrap();
            assert_eq!(count, Counts::default());
            let values = statistics.count_by_value(subject, &span, Dimension::Os);
            assert_eq!(values.await.unwrap(), []);
        }
        assert_eq!(statistics.count_by_link(&[], &span).await.unwrap(), none);
        let by_link = statistics.count_by_link(&[link], &span).await.unwrap();
        assert!(by_link.iter().all(|(_, counts)| counts.is_empty()));
    }
    let steps = statistics.count_by_step(ClickSubject::Owner(ann), 0..96, 0, 4);
    assert_eq!(steps.await.unwrap(), []);
}

/// A day in Kathmandu is 23 quarter hours ahead of UTC.
pub async fn an_interval_begins_at_the_given_offset(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let day = quarter(0).day().0;
    for (visitor, number) in [(1, 72), (2, 73), (3, 73 + 95), (4, 73 + 96)] {
        let at = quarter(number).start();
        fixture.count_clicks(&[click(link.id, at, visitor)]).await;
    }
    let statistics = fixture.store.statistics();
    let quarters = quarter(0).0..quarter(960).0;
    let steps = statistics.count_by_step(ClickSubject::Link(link.id), quarters, 23, 96);
    let steps = steps.await.unwrap().into_iter();
    let steps: Vec<_> = steps
        .map(|(step, counts)| (step - day, counts.humans))
        .collect();
    assert_eq!(steps, [(0, 1), (1, 2), (2, 1)]);
}

pub async fn values_are_distinguished_byte_by_byte(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let hosts: Vec<String> = (0..800).map(|n| format!("{n}.example{}", n % 7)).collect();
    let long = "x".repeat(253);
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).chain([&*long]).collect();
    for visitor in 0..3 {
        let clicks: Vec<_> = hosts
            .iter()
            .map(|host| Click {
                referrer: Referrer::from_host(host),
                ..click(link.id, moment(1), visitor)
            })
            .collect();
        fixture.count_clicks(&clicks).await;
    }
    let statistics = fixture.store.statistics();
    let subject = ClickSubject::Link(link.id);
    let all = Span::all();
    let values = statistics.count_by_value(subject, &all, Dimension::Referrer);
    let values: BTreeMap<_, _> = values.await.unwrap().into_iter().collect();
    assert_eq!(values.len(), hosts.len());
    for host in hosts {
        assert_eq!(values[host].humans, 3, "{host}");
    }
}

pub async fn counts_of_any_size_are_stored(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let all = Span::all();
    let subject = ClickSubject::Link(link.id);
    let statistics = fixture.store.statistics();
    let mut expected = Counts::default();
    for number in [1, 127, 128, 200, 255, 16_384, 65_535, 1 << 31, 3 << 36] {
        let more = tally(
            link.id,
            None,
            moment(i64::try_from(number).unwrap().min(9_000)),
            number,
        );
        expected += more.counts;
        write(fixture, async |unit| unit.clicks().add(&[more]).await).await;
        assert_eq!(statistics.count(subject, &all).await.unwrap(), expected);
        for dimension in Dimension::ALL {
            let values = statistics.count_by_value(subject, &all, dimension).await;
            assert_eq!(values.unwrap(), [(String::new(), expected)], "{number}");
        }
    }
    assert_eq!(fixture.totals(link.id).await.counts, expected);
}
