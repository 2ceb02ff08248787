use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::a_report;
use crate::click::{ClickTotals, Counts, QuarterHour};
use crate::id::LinkId;
use crate::link::{Link, LinkState, Tags, Title};
use crate::mock::{MockPorts, sample};
use crate::ports::{ClickSubject, LinkCursor, LinkQuery};
use crate::report::{ComposeReportError, LinkRow, ReportScope, ReportSubject};

fn humans(humans: u64) -> Counts {
    Counts {
        humans,
        ..Counts::default()
    }
}

fn link(id: i64) -> Link {
    Link {
        id: LinkId(id),
        clicks: ClickTotals {
            last_at: Some(sample::now()),
            last_human_at: Some(sample::now() - TimeDelta::hours(1)),
            ..ClickTotals::default()
        },
        created_at: sample::now() - TimeDelta::days(1),
        title: Some(Title::parse("Spring").unwrap()),
        tags: Tags::parse(&["sale", "garden"]).unwrap(),
        ..sample::link()
    }
}

/// Ann's links 1 to 2,500.
fn many_links(mocks: &mut MockPorts) {
    let list = mocks.links.expect_list();
    list.returning(move |query: &LinkQuery| {
        let before = match &query.after {
            Some(LinkCursor::Created(_, id)) => id.0,
            _ => 2_501,
        };
        let ids = (1..before).rev().take(query.limit as usize);
        Ok(ids.map(link).collect())
    });
    let sets = mocks.memberships.expect_list_by_links();
    sets.returning(|_| Ok(Vec::new()));
}

/// Each link has as many clicks as its id modulo 10; and there are 100 clicks of a deleted link.
fn their_clicks(mocks: &mut MockPorts) {
    let statistics = &mut mocks.statistics;
    statistics.expect_count_by_link().returning(|links, _| {
        let counts = links
            .iter()
            .map(|link| (*link, humans(link.0.unsigned_abs() % 10)));
        Ok(counts.collect())
    });
    let all: u64 = (1..=2_500).map(|id| id % 10).sum();
    statistics.expect_count().returning(move |subject, span| {
        assert_eq!(subject, ClickSubject::Owner(a_report().owner));
        let is_now = span.days.end == QuarterHour::from_timestamp(sample::now()).day().0;
        Ok(humans(if is_now { all + 100 } else { 7 }))
    });
    let by_step = statistics.expect_count_by_step();
    by_step.returning(|_, _, _, _| Ok(Vec::new()));
    let by_value = statistics.expect_count_by_value();
    by_value.returning(|_, _, dimension| {
        let name = dimension.name().to_owned();
        Ok(vec![(name, humans(1)), (String::new(), humans(2))])
    });
}

#[tokio::test]
async fn a_report_has_every_link_and_the_clicks_of_deleted_ones() {
    let mut mocks = MockPorts::default();
    many_links(&mut mocks);
    their_clicks(&mut mocks);
    let document = mocks.korotko().reports.compose(&a_report()).await.unwrap();
    assert_eq!(document.subject, ReportSubject::All);
    assert_eq!(document.before, humans(7));
    assert_eq!(document.links.len(), 2_500);
    let sum: Counts = document.links.iter().map(|link| link.counts).sum();
    assert_eq!(sum + document.deleted, document.total);
    assert_eq!(document.deleted, humans(100));
    let descending = |link: &LinkRow| std::cmp::Reverse(link.counts.humans);
    assert!(document.links.is_sorted_by_key(descending));
    let mut by_clicks: BTreeMap<u64, usize> = BTreeMap::new();
    for link in &document.links {
        *by_clicks.entry(link.counts.humans).or_default() += 1;
    }
    assert_eq!(by_clicks.values().copied().collect::<Vec<_>>(), [250; 10]);
    assert_eq!(document.days.len(), 7);
    let referrers = document.referrers.iter();
    let referrers: Vec<_> = referrers.map(|row| row.value.as_str()).collect();
    assert_eq!(referrers, ["", "referrer"]);
    let row = &document.links[0];
    assert_eq!(row.state, LinkState::Live);
    assert_eq!(row.share_url, "https://short.example/promo?u=7");
    assert_eq!(row.title.as_deref(), Some("Spring"));
    assert_eq!(row.tags, ["sale", "garden"]);
}

#[tokio::test]
async fn the_last_click_is_of_a_counted_kind() {
    let last_of_a_person = sample::now() - TimeDelta::hours(1);
    for (include_bots, expected) in [(true, sample::now()), (false, last_of_a_person)] {
        let mut mocks = MockPorts::default();
        many_links(&mut mocks);
        their_clicks(&mut mocks);
        let mut report = a_report();
        report.order.include_bots = include_bots;
        let document = mocks.korotko().reports.compose(&report).await.unwrap();
        let mut rows = document.links.iter();
        assert!(rows.all(|row| row.last_click_at == Some(expected)));
    }
}

#[tokio::test]
async fn reports_on_missing_or_other_users_resources_are_not_composed() {
    for scope in [
        ReportScope::Link(LinkId(99)),
        ReportScope::Link(sample::link().id),
        ReportScope::Collection(sample::collection().id),
    ] {
        let mocks = MockPorts::default().with_link(sample::link());
        let mocks = mocks.with_collection(sample::collection(), 0);
        let mut report = a_report();
        report.owner = crate::id::UserId(8);
        report.order.scope = scope;
        let refused = mocks.korotko().reports.compose(&report).await;
        let is_gone = matches!(refused, Err(ComposeReportError::ScopeGone));
        assert!(is_gone, "{scope:?}");
    }
}

#[tokio::test]
async fn a_report_of_one_link_has_its_title() {
    let mut mocks = MockPorts::default();
    many_links(&mut mocks);
    let find = mocks.links.expect_find_by_id();
    find.returning(|id| Ok(Some(link(id.0))));
    let statistics = &mut mocks.statistics;
    let count = statistics.expect_count();
    count.returning(|_, _| Ok(humans(1)));
    let by_link = statistics.expect_count_by_link();
    by_link.returning(|_, _| Ok(Vec::new()));
    let by_step = statistics.expect_count_by_step();
    by_step.returning(|_, _, _, _| Ok(Vec::new()));
    let by_value = statistics.expect_count_by_value();
    by_value.returning(|_, _, _| Ok(Vec::new()));
    let mut report = a_report();
    report.order.scope = ReportScope::Link(LinkId(4));
    let document = mocks.korotko().reports.compose(&report).await.unwrap();
    let expected = ReportSubject::Link {
        share_url: "https://short.example/promo?u=7".to_owned(),
        title: Some("Spring".to_owned()),
    };
    assert_eq!(document.subject, expected);
    assert_eq!(document.links.len(), 1);
}
