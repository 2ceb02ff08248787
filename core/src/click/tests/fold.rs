use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::click::{
    Agent, Click, ClickKind, Clicks, Day, Dimension, FoldError, Folded, LogPart, Referrer,
    VisitorHash,
};
use crate::id::{LinkId, UserId};
use crate::mock::{MockPorts, sample};
use crate::ports::{ClickLogId, StoreError};

const LOG: ClickLogId = ClickLogId(5);

pub(super) fn click(link: i64) -> Click {
    Click {
        at: sample::now(),
        link: LinkId(link),
        kind: ClickKind::Human,
        referrer: None,
        agent: Arc::new(Agent::default()),
        language: None,
        visitor: None,
    }
}

fn part(clicks: &[Click], from: u64) -> LogPart<'_> {
    LogPart {
        log: LOG,
        from,
        until: from + 100,
        clicks,
        lost: 0,
    }
}

/// A store in which the log stands at `position`, and the links below 10 are Ann's.
fn standing_at(position: Option<u64>) -> MockPorts {
    let mut mocks = MockPorts::default();
    let logs = &mut mocks.click_logs;
    logs.expect_find_position().returning(move |_| Ok(position));
    let clicks = &mut mocks.clicks;
    clicks.expect_lock_owners().returning(|links| {
        let there = links.iter().filter(|link| link.0 < 10);
        Ok(there.map(|link| (*link, Some(UserId(7)))).collect())
    });
    mocks
}

#[tokio::test]
async fn a_part_is_counted_with_how_far_the_log_is_in_one_unit() {
    let mut mocks = standing_at(Some(40));
    let visits = mocks.clicks.expect_insert_visits();
    visits
        .times(1)
        .returning(|visits| Ok(vec![true; visits.len()]));
    let add = mocks.clicks.expect_add().times(1);
    add.returning(|tallies| {
        let humans: Vec<_> = tallies
            .iter()
            .map(|tally| (tally.link.0, tally.counts.humans, tally.counts.visitors))
            .collect();
        assert_eq!(humans, [(1, 2, 1), (2, 1, 0)]);
        Ok(())
    });
    let set = mocks.click_logs.expect_set_position().times(1);
    set.withf(|log, before, position, _| (*log, *before, *position) == (LOG, Some(40), 140))
        .returning(|_, _, _, _| Ok(()));
    let commits = mocks.commits.clone();
    let mut visited = click(1);
    visited.visitor = Some(VisitorHash(1));
    // Link 99 is gone: it counts nowhere.
    let clicks = [visited, click(1), click(2), click(99)];
    let folded = mocks.korotko().clicks.fold(&part(&clicks, 40)).await;
    assert_eq!((folded.unwrap(), commits.count()), (Folded::Counted, 1));
}

#[tokio::test]
async fn a_visitor_counts_with_their_first_click_in_time_wherever_it_stands() {
    let mut mocks = standing_at(Some(40));
    let visits = mocks.clicks.expect_insert_visits();
    visits.returning(|visits| {
        let mut seen = HashSet::new();
        Ok(visits.iter().map(|visit| seen.insert(*visit)).collect())
    });
    let add = mocks.clicks.expect_add().times(1);
    add.returning(|tallies| {
        let visitors = tallies.iter().map(|tally| {
            let by_referrer = tally
                .values
                .iter()
                .filter(|(_, counts)| counts.visitors == 1);
            let referrer = by_referrer.map(|((dimension, value), _)| (*dimension, value.clone()));
            referrer
                .filter(|(dimension, _)| *dimension == Dimension::Referrer)
                .collect::<Vec<_>>()
        });
        let visitors: Vec<_> = visitors.flatten().map(|(_, value)| value).collect();
        assert_eq!(visitors, ["first.example"]);
        Ok(())
    });
    let set = mocks.click_logs.expect_set_position();
    set.returning(|_, _, _, _| Ok(()));
    let from = |host: &str, seconds: i64| Click {
        at: sample::now() + TimeDelta::seconds(seconds),
        referrer: Referrer::from_host(host),
        visitor: Some(VisitorHash(1)),
        ..click(1)
    };
    let clicks = [
        from("third.example", 2),
        from("first.example", 0),
        from("second.example", 1),
    ];
    let folded = mocks.korotko().clicks.fold(&part(&clicks, 40)).await;
    assert_eq!(folded.unwrap(), Folded::Counted);
}

#[tokio::test]
async fn a_part_that_was_counted_is_not_counted_again() {
    for position in [0, 39, 41, 140] {
        let mocks = standing_at(Some(position));
        let commits = mocks.commits.clone();
        let folded = mocks.korotko().clicks.fold(&part(&[click(1)], 40)).await;
        assert_eq!(folded.unwrap(), Folded::StandsAt(position));
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn clicks_that_were_lost_are_noted_as_dropped_in_the_same_unit() {
    let mut mocks = standing_at(Some(40));
    let visits = mocks.clicks.expect_insert_visits();
    visits.returning(|_| Ok(Vec::new()));
    mocks.clicks.expect_add().returning(|_| Ok(()));
    let set = mocks.click_logs.expect_set_position().times(1);
    set.returning(|_, _, _, _| Ok(()));
    let note = mocks.click_logs.expect_add_dropped().times(1);
    note.withf(|day, lost| (*day, *lost) == (Day::from_timestamp(sample::now()), 3))
        .returning(|_, _| Ok(()));
    let commits = mocks.commits.clone();
    let damaged = LogPart {
        lost: 3,
        ..part(&[], 40)
    };
    let folded = mocks.korotko().clicks.fold(&damaged).await;
    assert_eq!((folded.unwrap(), commits.count()), (Folded::Counted, 1));
}

#[tokio::test]
async fn two_who_count_one_log_at_once_are_told_so() {
    let mut mocks = standing_at(None);
    mocks
        .clicks
        .expect_insert_visits()
        .returning(|_| Ok(Vec::new()));
    mocks.clicks.expect_add().returning(|_| Ok(()));
    let set = mocks.click_logs.expect_set_position();
    set.returning(|_, _, _, _| Err(StoreError::Conflict));
    let clicks = Clicks::new(mocks.into_ports());
    let folded = clicks.fold(&part(&[click(1)], 0)).await;
    assert!(matches!(folded, Err(FoldError::Contested)));
}
