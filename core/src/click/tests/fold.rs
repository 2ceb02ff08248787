use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;

use crate::click::{
    Agent, Click, ClickKind, Clicks, Day, Dimension, FoldError, FoldOutcome, LogPart, Referrer,
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

/// A store in which the log is folded up to `offset`, and the links below 10 are Ann's.
fn folded_up_to(offset: Option<u64>) -> MockPorts {
    let mut mocks = MockPorts::default();
    let logs = &mut mocks.click_logs;
    logs.expect_find_offset().returning(move |_| Ok(offset));
    let clicks = &mut mocks.clicks;
    clicks.expect_lock_owners().returning(|links| {
        let existing = links.iter().filter(|link| link.0 < 10);
        Ok(existing.map(|link| (*link, Some(UserId(7)))).collect())
    });
    mocks
}

#[tokio::test]
async fn a_part_is_folded_and_its_offset_set_in_one_unit() {
    let mut mocks = folded_up_to(Some(40));
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
    let set = mocks.click_logs.expect_set_offset().times(1);
    set.withf(|log, before, offset, _| (*log, *before, *offset) == (LOG, Some(40), 140))
        .returning(|_, _, _, _| Ok(()));
    let commits = mocks.commits.clone();
    let mut visited = click(1);
    visited.visitor = Some(VisitorHash(1));
    // Link 99 does not exist: its click is not counted.
    let clicks = [visited, click(1), click(2), click(99)];
    let folded = mocks.korotko().clicks.fold(&part(&clicks, 40)).await;
    assert_eq!((folded.unwrap(), commits.count()), (FoldOutcome::Folded, 1));
}

#[tokio::test]
async fn a_visitor_counts_with_their_earliest_click_whatever_the_order_in_the_log() {
    let mut mocks = folded_up_to(Some(40));
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
    let set = mocks.click_logs.expect_set_offset();
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
    assert_eq!(folded.unwrap(), FoldOutcome::Folded);
}

#[tokio::test]
async fn a_folded_part_is_not_folded_again() {
    for offset in [0, 39, 41, 140] {
        let mocks = folded_up_to(Some(offset));
        let commits = mocks.commits.clone();
        let folded = mocks.korotko().clicks.fold(&part(&[click(1)], 40)).await;
        assert_eq!(folded.unwrap(), FoldOutcome::OffsetMismatch(offset));
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn unreadable_clicks_are_recorded_as_dropped_in_the_same_unit() {
    let mut mocks = folded_up_to(Some(40));
    let visits = mocks.clicks.expect_insert_visits();
    visits.returning(|_| Ok(Vec::new()));
    mocks.clicks.expect_add().returning(|_| Ok(()));
    let set = mocks.click_logs.expect_set_offset().times(1);
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
    assert_eq!((folded.unwrap(), commits.count()), (FoldOutcome::Folded, 1));
}

#[tokio::test]
async fn concurrent_folds_of_one_log_are_contested() {
    let mut mocks = folded_up_to(None);
    mocks
        .clicks
        .expect_insert_visits()
        .returning(|_| Ok(Vec::new()));
    mocks.clicks.expect_add().returning(|_| Ok(()));
    let set = mocks.click_logs.expect_set_offset();
    set.returning(|_, _, _, _| Err(StoreError::Conflict));
    let clicks = Clicks::new(mocks.into_ports());
    let folded = clicks.fold(&part(&[click(1)], 0)).await;
    assert!(matches!(folded, Err(FoldError::Contested)));
}
