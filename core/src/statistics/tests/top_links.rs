use crate::click::{ClickTotals, Counts};
use crate::fault::Fault;
use crate::id::LinkId;
use crate::link::Link;
use crate::mock::{MockPorts, sample};
use crate::ports::{ClickSubject, LinkCursor, LinkQuery, LinkSortKey};
use crate::statistics::{ClickedLink, PeriodText};

const WEEK: PeriodText<'static> = PeriodText {
    from: Some("2025-12-26"),
    to: Some("2026-01-01"),
    zone: None,
};

fn people(humans: u64) -> Counts {
    Counts {
        humans,
        ..Counts::default()
    }
}

/// A link that had as many clicks as its id.
fn link(id: i64) -> Link {
    Link {
        id: LinkId(id),
        clicks: ClickTotals {
            counts: people(id.unsigned_abs()),
            ..ClickTotals::default()
        },
        ..sample::link()
    }
}

/// The ids of the three top links and their clicks. Ann has the links 1 to `links`, which had `clicks` in the week, and all her links
/// had `total`; her links must be read in so many chunks.
async fn top(links: i64, clicks: fn(i64) -> u64, total: u64, chunks: usize) -> Vec<(i64, u64)> {
    let mut mocks = MockPorts::default();
    let list = mocks.links.expect_list().times(chunks);
    list.returning(move |query: &LinkQuery| {
        let sort = query.sort;
        assert_eq!((sort.key, sort.descending), (LinkSortKey::Clicks, true));
        let before = match &query.after {
            Some(LinkCursor::Clicks(_, id)) => id.0,
            _ => links + 1,
        };
        let ids = (1..before).rev().take(query.limit as usize);
        Ok(ids.map(link).collect())
    });
    let count = mocks.statistics.expect_count();
    count.returning(move |subject, _| {
        assert_eq!(subject, ClickSubject::Owner(sample::user().id));
        Ok(people(total))
    });
    let by_link = mocks.statistics.expect_count_by_link().times(chunks);
    by_link.returning(move |ids, _| {
        let counted = ids.iter().map(|id| (*id, people(clicks(id.0))));
        Ok(counted.collect())
    });
    let statistics = mocks.korotko().statistics;
    let found = statistics.top_links(&sample::user(), WEEK, 3).await;
    let shown = |clicked: &ClickedLink| (clicked.link.id.0, clicked.counts.humans);
    found.unwrap().iter().map(shown).collect()
}

#[tokio::test]
async fn top_links_are_the_most_clicked_ones_of_the_period_and_ties_are_newest_first() {
    let clicks = |id: i64| [1_u64, 0, 2, 2, 1][usize::try_from(id - 1).unwrap()];
    assert_eq!(top(5, clicks, 6, 1).await, [(4, 2), (3, 2), (5, 1)]);
}

#[tokio::test]
async fn links_that_nobody_clicked_are_no_top_links() {
    assert_eq!(top(5, |id| u64::from(id == 3), 1, 1).await, [(3, 1)]);
    assert!(top(5, |_| 0, 0, 0).await.is_empty());
}

#[tokio::test]
async fn links_are_examined_until_no_other_can_be_a_top_link() {
    // The links of the second chunk had fewer clicks ever.
    let clicks = |id: i64| if id > 997 { id.unsigned_abs() } else { 0 };
    let expected = [(1_000, 1_000), (999, 999), (998, 998)];
    assert_eq!(top(1_000, clicks, 50_000, 1).await, expected);
    // The click of the week is on a link of the third chunk.
    let clicks = |id: i64| u64::from(id == 300);
    assert_eq!(top(1_000, clicks, 1, 3).await, [(300, 1)]);
}

#[tokio::test]
async fn an_account_of_many_links_that_nobody_clicks_is_not_examined_whole() {
    // The clicks of the week were on deleted links.
    assert!(top(20_000, |_| 0, 9, 40).await.is_empty());
}

#[tokio::test]
async fn an_invalid_period_is_refused() {
    let statistics = MockPorts::default().korotko().statistics;
    let period = PeriodText {
        to: Some("soon"),
        ..WEEK
    };
    let refused = statistics.top_links(&sample::user(), period, 3).await;
    assert_eq!(refused.unwrap_err().fields(), ["to"]);
}
