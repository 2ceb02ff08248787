use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use crate::click::{
    Agent, Click, ClickBatch, ClickKind, Clicks, Day, Dimension, FoldError, FoldOutcome, LogPart,
    Referrer, Tally, VisitorHash,
};
use crate::id::{LinkId, UserId};
use crate::mock::{MockPorts, sample};
use crate::ports::{BegunPart, ClickLogId, LogOffset, StoreError};

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

/// The size of a unit that has room for all clicks.
const ALL: usize = 1_000;

fn part(from: u64) -> LogPart {
    LogPart {
        log: LOG,
        from: LogOffset::at(from),
        until: from + 100,
        lost: 0,
    }
}

fn batch(clicks: &[Click], from: u64) -> ClickBatch {
    let mut batch = ClickBatch::default();
    batch.add(part(from), clicks.iter().cloned());
    batch
}

/// A log that is folded up to 40, and after that up to this link.
fn begun(link: i64) -> LogOffset {
    let link = LinkId(link);
    LogOffset {
        offset: 40,
        begun: Some(BegunPart { until: 140, link }),
    }
}

/// A store in which the log is folded up to `offset`, and the links below 10 are Ann's.
fn folded_up_to(offset: Option<u64>) -> MockPorts {
    folded(offset.map(LogOffset::at))
}

fn folded(offset: Option<LogOffset>) -> MockPorts {
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
    let [before, after] = [40, 140].map(LogOffset::at);
    set.withf(move |log, from, to, _| (*log, *from, *to) == (LOG, Some(before), after))
        .returning(|_, _, _, _| Ok(()));
    let commits = mocks.commits.clone();
    let mut visited = click(1);
    visited.visitor = Some(VisitorHash(1));
    // Link 99 does not exist: its click is not counted.
    let clicks = [visited, click(1), click(2), click(99)];
    let mut batch = batch(&clicks, 40);
    let folded = mocks.korotko().clicks.fold(&mut batch, ALL).await;
    assert_eq!((folded.unwrap(), commits.count()), (whole(4, 3), 1));
    assert!(batch.is_folded());
}

/// The outcome of folding this many clicks of this many links.
fn whole(clicks: usize, links: usize) -> FoldOutcome {
    FoldOutcome::Folded(clicks + 32 * links)
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
    let mut batch = batch(&clicks, 40);
    let folded = mocks.korotko().clicks.fold(&mut batch, ALL).await;
    assert_eq!(folded.unwrap(), whole(3, 1));
}

#[tokio::test]
async fn a_folded_part_is_not_folded_again() {
    let others = [0, 39, 41, 140].map(LogOffset::at).into_iter();
    for offset in others.chain([begun(1)]) {
        let mocks = folded(Some(offset));
        let commits = mocks.commits.clone();
        let mut batch = batch(&[click(1)], 40);
        let folded = mocks.korotko().clicks.fold(&mut batch, ALL).await;
        let mismatches = vec![(LOG, offset)];
        assert_eq!(folded.unwrap(), FoldOutcome::OffsetMismatch(mismatches));
        assert_eq!(commits.count(), 0);
        assert!(!batch.is_folded());
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
    let mut damaged = ClickBatch::default();
    let lost = LogPart {
        lost: 3,
        ..part(40)
    };
    damaged.add(lost, []);
    let folded = mocks.korotko().clicks.fold(&mut damaged, ALL).await;
    assert_eq!((folded.unwrap(), commits.count()), (whole(0, 0), 1));
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
    let folded = clicks.fold(&mut batch(&[click(1)], 0), ALL).await;
    assert!(matches!(folded, Err(FoldError::Contested)));
}

/// The links of each unit that folds a batch, and how far the log is folded then.
async fn steps(from: LogOffset, clicks: &[Click], size: usize) -> Vec<(Vec<i64>, LogOffset)> {
    let part = LogPart { from, ..part(40) };
    let mut batch = ClickBatch::default();
    batch.add(part, clicks.iter().cloned());
    let mut steps = Vec::new();
    while !batch.is_folded() {
        let mut mocks = folded(Some(batch.parts()[0].from));
        let visits = mocks.clicks.expect_insert_visits();
        visits.returning(|_| Ok(Vec::new()));
        let links = Arc::new(Mutex::new(Vec::new()));
        let added = links.clone();
        let add = mocks.clicks.expect_add();
        add.returning(move |tallies| {
            let clicks =
                |tally: &Tally| vec![tally.link.0; usize::try_from(tally.counts.clicks()).unwrap()];
            added
                .lock()
                .unwrap()
                .extend(tallies.iter().flat_map(clicks));
            Ok(())
        });
        let set = mocks.click_logs.expect_set_offset();
        set.returning(|_, _, _, _| Ok(()));
        let folded = mocks.korotko().clicks.fold(&mut batch, size).await;
        assert!(matches!(folded, Ok(FoldOutcome::Folded(_))));
        let links = std::mem::take(&mut *links.lock().unwrap());
        steps.push((links, batch.parts()[0].from));
    }
    steps
}

#[tokio::test]
async fn a_batch_is_folded_link_by_link_in_units_of_a_size() {
    let clicks = [3, 1, 2, 3, 1, 4].map(click);
    let start = LogOffset::at(40);
    let (first, second) = (vec![1, 1, 2], vec![3, 3, 4]);
    let expected = [(first, begun(2)), (second, LogOffset::at(140))];
    assert_eq!(steps(start, &clicks, 67).await, expected);
    let all = [(vec![1, 1, 2, 3, 3, 4], LogOffset::at(140))];
    assert_eq!(steps(start, &clicks, ALL).await, all);
    let each = steps(start, &clicks, 0).await;
    let links: Vec<_> = each.iter().map(|(links, _)| links.clone()).collect();
    assert_eq!(links, [vec![1, 1], vec![2], vec![3, 3], vec![4]]);
}

#[tokio::test]
async fn a_begun_part_continues_after_its_last_link() {
    let clicks = [3, 1, 2, 3, 1, 4].map(click);
    let rest = steps(begun(2), &clicks, 40).await;
    let end = LogOffset::at(140);
    assert_eq!(rest, [(vec![3, 3], begun(3)), (vec![4], end)]);
    assert_eq!(steps(begun(4), &clicks, 40).await, [(vec![], end)]);
}

#[tokio::test]
async fn parts_of_several_logs_are_folded_together() {
    let other = ClickLogId(6);
    let mut mocks = MockPorts::default();
    let find = mocks.click_logs.expect_find_offset();
    find.returning(move |log| {
        Ok(Some(if log == other {
            begun(2)
        } else {
            LogOffset::at(40)
        }))
    });
    let clicks = &mut mocks.clicks;
    clicks
        .expect_lock_owners()
        .returning(|links| Ok(links.iter().map(|link| (*link, None)).collect()));
    clicks.expect_insert_visits().returning(|_| Ok(Vec::new()));
    clicks.expect_add().times(1).returning(|tallies| {
        let counts = tallies
            .iter()
            .map(|tally| (tally.link.0, tally.counts.humans));
        assert_eq!(counts.collect::<Vec<_>>(), [(1, 1)]);
        Ok(())
    });
    let set = mocks.click_logs.expect_set_offset().times(2);
    set.withf(move |log, _, after, _| *after == if *log == other { begun(2) } else { begun(1) })
        .returning(|_, _, _, _| Ok(()));
    let mut batch = batch(&[click(1), click(3)], 40);
    let of_other = LogPart {
        log: other,
        from: begun(2),
        ..part(40)
    };
    // Its clicks of link 1 are folded.
    batch.add(of_other, [click(1), click(3)]);
    let folded = mocks.korotko().clicks.fold(&mut batch, 0).await;
    assert_eq!(folded.unwrap(), whole(1, 1));
}
