use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use futures_util::poll;

use crate::Korotko;
use crate::fault::{Fault, FaultKind};
use crate::id::UserId;
use crate::link::{CreateLinkError, Link, Links, NewLink};
use crate::mock::{MockPorts, TAKEN_SLUG, sample};
use crate::ports::{InsertLink, Repositories, Snapshot, Store, StoreError, UnitOfWork};

const ANN: Option<UserId> = Some(UserId(7));

/// How often a unit is polled before it begins: more often than the creations of a test poll it while they gather.
const POLLS: u32 = 50;

/// A store for whose units one waits.
struct Busy {
    store: Arc<dyn Store>,
    has_single_writer: bool,
}

#[async_trait]
impl Store for Busy {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        for _ in 0..POLLS {
            tokio::task::yield_now().await;
        }
        self.store.begin().await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.store.snapshot().await
    }

    fn has_single_writer(&self) -> bool {
        self.has_single_writer
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.store.check().await
    }

    fn repositories(&self) -> Repositories<'_> {
        self.store.repositories()
    }
}

fn busy(mocks: MockPorts, has_single_writer: bool) -> Links {
    let mut ports = mocks.into_ports();
    ports.store = Arc::new(Busy {
        store: ports.store,
        has_single_writer,
    });
    let korotko = Korotko::new(ports, sample::settings()).unwrap();
    korotko.links
}

/// Ann's account with this many links, and no tombstones.
fn mocks(owned: u64) -> MockPorts {
    let mocks = MockPorts::default().with_user(sample::user());
    mocks.with_owned(owned, 0).with_tombstone(None)
}

fn named(slug: &str) -> NewLink {
    NewLink::to("https://example.com").with_slug(slug)
}

/// Creates these links at once, of which the first runs alone, and the others together.
async fn create(
    links: &Links,
    wanted: &[(Option<UserId>, &str)],
) -> Vec<Result<Link, CreateLinkError>> {
    let create = |(owner, slug): &(Option<UserId>, &str)| {
        let (owner, new) = (*owner, named(slug));
        async move { links.create(owner, &new, None).await }
    };
    join_all(wanted.iter().map(create)).await
}

fn codes(outcomes: &[Result<Link, CreateLinkError>]) -> Vec<&'static str> {
    let code = |outcome: &Result<Link, CreateLinkError>| {
        outcome.as_ref().err().map_or("created", Fault::code)
    };
    outcomes.iter().map(code).collect()
}

#[tokio::test]
async fn those_who_wait_share_a_unit() {
    let mocks = mocks(0).with_slugs();
    let commits = mocks.commits.clone();
    let links = busy(mocks, true);
    let wanted = [(ANN, "a"), (None, "b"), (ANN, "g"), (None, "d")];
    let created = create(&links, &wanted).await;
    assert_eq!(codes(&created), ["created"; 4]);
    let created: Vec<Link> = created.into_iter().flatten().collect();
    for (link, (owner, slug)) in created.iter().zip(wanted) {
        assert_eq!((link.owner, link.slug.as_str()), (owner, slug));
    }
    assert_eq!(commits.count(), 2);
}

#[tokio::test]
async fn those_who_do_not_wait_for_each_other_share_no_unit() {
    let mocks = mocks(0).with_slugs();
    let commits = mocks.commits.clone();
    let links = busy(mocks, false);
    let wanted = [(ANN, "a"), (None, "b"), (ANN, "g"), (ANN, "d"), (None, "e")];
    let created = create(&links, &wanted).await;
    assert_eq!(codes(&created), ["created"; 5]);
    assert_eq!(commits.count(), 4);
}

#[tokio::test]
async fn a_refused_link_does_not_concern_the_others() {
    let mocks = mocks(99_998).with_slugs();
    let commits = mocks.commits.clone();
    let links = busy(mocks, true);
    let unknown = Some(UserId(8));
    let wanted = [
        (None, "a"),
        (ANN, TAKEN_SLUG),
        (unknown, "b"),
        (None, "g"),
        (ANN, "d"),
    ];
    let created = create(&links, &wanted).await;
    let gone = CreateLinkError::from(StoreError::Missing).code();
    assert_eq!(
        codes(&created),
        ["created", "slug-taken", gone, "created", "created"]
    );
    assert_eq!(commits.count(), 2);
}

#[tokio::test]
async fn links_beyond_the_limit_are_refused() {
    let mocks = mocks(100_000).with_slugs();
    let links = busy(mocks, true);
    let created = create(&links, &[(ANN, "a"), (ANN, "b"), (None, "g")]).await;
    let full = "link-limit-reached";
    assert_eq!(codes(&created), [full, full, "created"]);
}

#[tokio::test]
async fn a_slug_that_is_reserved_is_refused_alone() {
    let mut mocks = MockPorts::default().with_slugs();
    let find = mocks.tombstones.expect_find_latest();
    find.returning(|_, slug, _| Ok((slug.as_str() == "left").then(sample::link)));
    let withdrawn = mocks.link_batches.expect_delete().times(1);
    withdrawn.returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let links = busy(mocks, true);
    let created = create(&links, &[(None, "a"), (None, "left"), (None, "b")]).await;
    assert_eq!(codes(&created), ["created", "slug-taken", "created"]);
    assert_eq!(commits.count(), 2);
}

/// Creates three links, of which two share a unit that fails.
async fn with_failure(error: fn() -> StoreError) -> (Vec<&'static str>, Vec<FaultKind>) {
    let mut mocks = mocks(0);
    let insert = mocks.link_batches.expect_insert();
    insert.returning(move |_: &[InsertLink]| Err(error()));
    let links = busy(mocks.with_slugs(), true);
    let created = create(&links, &[(None, "a"), (ANN, "b"), (None, "g")]).await;
    let failed = created.iter().filter_map(|outcome| outcome.as_ref().err());
    (codes(&created), failed.map(Fault::kind).collect())
}

#[tokio::test]
async fn a_failure_of_the_store_fails_everybody_in_the_unit() {
    for (error, code) in [
        (
            (|| StoreError::unavailable("full")) as fn() -> StoreError,
            "unavailable",
        ),
        (|| StoreError::too_slow("slow"), "unavailable"),
        (|| StoreError::damaged("torn"), "database-damaged"),
    ] {
        let (codes, kinds) = with_failure(error).await;
        assert_eq!(codes, ["created", code, code]);
        assert_eq!(kinds, [FaultKind::Unavailable; 2]);
    }
}

#[tokio::test]
async fn a_link_that_fails_every_unit_does_not_concern_the_others() {
    for error in [
        (|| StoreError::internal("defect")) as fn() -> StoreError,
        || StoreError::Conflict,
    ] {
        assert_eq!(with_failure(error).await.0, ["created"; 3]);
    }
}

#[tokio::test]
async fn the_others_are_created_when_one_goes_away() {
    let mocks = mocks(0).with_slugs();
    let commits = mocks.commits.clone();
    let links = busy(mocks, true);
    let news = ["a", "b", "g"].map(named);
    let [mut first, mut second, mut third] = news
        .each_ref()
        .map(|new| Box::pin(links.create(None, new, None)));
    for waiting in [&mut first, &mut second, &mut third] {
        assert!(poll!(waiting).is_pending());
    }
    // The first runs; the second would have run the group of the second and the third.
    drop((first, second));
    assert!(third.await.is_ok());
    assert_eq!(commits.count(), 2);
}

#[tokio::test]
async fn a_group_that_everybody_left_stops_nobody() {
    let links = busy(mocks(0).with_slugs(), true);
    let new = named("a");
    let mut left = Box::pin(links.create(None, &new, None));
    assert!(poll!(&mut left).is_pending());
    drop(left);
    assert!(links.create(None, &named("b"), None).await.is_ok());
}
