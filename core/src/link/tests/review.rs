use crate::id::LinkId;
use crate::link::{Block, BlockCause, Link, ReviewSummary, TargetUrl};
use crate::mock::{MockHostLists, MockPorts, sample};
use crate::ports::{Change, HostList, ReviewedTarget, TargetReview};

const VERSION: u64 = 7;

/// A list of blocked hosts with `evil.example`.
fn lists() -> MockHostLists {
    let mut lists = MockHostLists::new();
    let listed = |host: &str| (host == "evil.example").then_some(HostList::Blocked);
    lists.expect_find().returning(listed);
    lists.expect_blocked_version().returning(|| Some(VERSION));
    lists
}

fn link(id: i64, url: &str, cause: Option<BlockCause>) -> Link {
    let at = sample::now() - chrono::TimeDelta::days(1);
    Link {
        id: LinkId(id),
        target: TargetUrl::from_stored(url.to_owned()),
        block: cause.map(|cause| Block {
            at,
            cause,
            reason: None,
        }),
        ..sample::link()
    }
}

const EVIL: &str = "https://evil.example/a";
const FINE: &str = "https://example.com/a";

/// What a review reads of a link.
fn reviewed(link: &Link) -> ReviewedTarget {
    ReviewedTarget {
        link: link.id,
        target: link.target.clone(),
        fallback: link.fallback.clone(),
        block: link.block.as_ref().map(|block| block.cause),
    }
}

/// Ports on which a review begins, and finds these links.
fn ports(links: &[Link]) -> MockPorts {
    let mut mocks = MockPorts {
        host_lists: lists(),
        ..MockPorts::default()
    };
    let reviews = &mut mocks.target_reviews;
    let begin = reviews.expect_upsert().times(1);
    begin.withf(|review| *review == at(0)).returning(|_| Ok(()));
    reviews.expect_find().returning(|| Ok(Some(at(0))));
    reviews
        .expect_find_for_update()
        .returning(|| Ok(Some(at(0))));
    let mut targets = Some(links.iter().map(reviewed).collect::<Vec<_>>());
    reviews
        .expect_list_targets()
        .returning(move |_, _| Ok(targets.take().unwrap_or_default()));
    let links = links.to_vec();
    mocks
        .link_batches
        .expect_find_for_update()
        .returning(move |ids| {
            let wanted = links.iter().filter(|link| ids.contains(&link.id));
            Ok(wanted.cloned().collect())
        });
    mocks
}

fn at(until: i64) -> TargetReview {
    TargetReview {
        version: VERSION,
        until: LinkId(until),
    }
}

/// The changed link, at a later revision.
fn changed(link: &Link, block: Option<Block>) -> Link {
    Link {
        block,
        updated_at: sample::now(),
        revision: link.revision.next(),
        ..link.clone()
    }
}

/// Exactly these links are written, announced, and recorded as reviewed up to this id.
fn expecting(mut mocks: MockPorts, changed: Vec<Link>, until: i64) -> MockPorts {
    let news: Vec<Change> = changed.iter().map(Change::of).collect();
    let update = mocks.link_batches.expect_update().times(1);
    update
        .withf(move |links| links == changed)
        .returning(|links| Ok(links.iter().map(|_| true).collect()));
    let upsert = mocks.target_reviews.expect_upsert().times(1);
    upsert
        .withf(move |review| *review == at(until))
        .returning(|_| Ok(()));
    mocks.expecting_news(&news)
}

#[tokio::test]
async fn links_are_blocked_and_unblocked_as_the_list_says() {
    let over = Link {
        fallback: Some(TargetUrl::from_stored(EVIL.to_owned())),
        ..link(3, FINE, None)
    };
    let links = [
        link(1, EVIL, None),
        link(2, FINE, None),
        over,
        link(4, FINE, Some(BlockCause::List)),
        link(5, EVIL, Some(BlockCause::List)),
        link(6, FINE, Some(BlockCause::Operator)),
        link(7, EVIL, Some(BlockCause::Legal)),
    ];
    let by_list = Some(Block {
        at: sample::now(),
        cause: BlockCause::List,
        reason: None,
    });
    let wanted = [(0, by_list.clone()), (2, by_list), (3, None)];
    let wanted = wanted.map(|(index, block): (usize, _)| changed(&links[index], block));
    let mocks = expecting(ports(&links), wanted.to_vec(), 7);
    let commits = mocks.commits.clone();
    let mut summary = ReviewSummary::default();
    let links = mocks.korotko().links;
    links.review_targets(&mut summary).await.unwrap();
    let expected = ReviewSummary {
        blocked: 2,
        unblocked: 1,
    };
    // The beginning and one part.
    assert_eq!((summary, commits.count()), (expected, 2));
}

#[tokio::test]
async fn a_review_begins_once_with_the_first_link() {
    let mocks = ports(&[]);
    let links = mocks.korotko().links;
    let mut summary = ReviewSummary::default();
    for _ in 0..2 {
        links.review_targets(&mut summary).await.unwrap();
    }
    assert_eq!(summary, ReviewSummary::default());
}

#[tokio::test]
async fn a_part_that_another_process_has_compared_changes_nothing() {
    let mut mocks = MockPorts {
        host_lists: lists(),
        ..MockPorts::default()
    };
    let reviews = &mut mocks.target_reviews;
    reviews.expect_upsert().times(1).returning(|_| Ok(()));
    reviews.expect_find().returning(|| Ok(Some(at(0))));
    reviews
        .expect_find_for_update()
        .times(1)
        .returning(|| Ok(Some(at(9))));
    let mut targets = Some(vec![reviewed(&link(1, EVIL, None))]);
    reviews
        .expect_list_targets()
        .returning(move |_, _| Ok(targets.take().unwrap_or_default()));
    let links = mocks.korotko().links;
    let mut summary = ReviewSummary::default();
    links.review_targets(&mut summary).await.unwrap();
    assert_eq!(summary, ReviewSummary::default());
}

#[tokio::test]
async fn without_a_list_nothing_is_compared() {
    let links = MockPorts::default().korotko().links;
    let mut summary = ReviewSummary::default();
    links.review_targets(&mut summary).await.unwrap();
    assert_eq!(summary, ReviewSummary::default());
}
