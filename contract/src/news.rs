//! Checks of [`News`](korotko_core::ports::News) and [`NewsFeed`].

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use std::{fmt, mem};

use futures_util::FutureExt;
use futures_util::future::{Either, join_all, select};
use korotko_core::id::UserId;
use korotko_core::link::Namespace;
use korotko_core::ports::{Change, Clock, NewsFeed, NewsListener, Store};

use super::StoreFixture;
use super::given::{commit, slug};
use super::suite::checks;

checks! { $
    /// Creates a test of every check of [`News`](korotko_core::ports::News) and
    /// [`NewsFeed`](korotko_core::ports::NewsFeed). The argument returns a future of a
    /// [`NewsFixture`](crate::news::NewsFixture).
    news_contract, news:
    a_committed_change_is_heard,
    every_process_hears_a_change,
    every_kind_of_change_is_heard,
    a_change_that_is_not_committed_is_not_heard,
    many_changes_are_heard_or_everything,
    each_of_many_units_is_heard,
    news_are_complete_only_after_every_change_was_heard,
}

/// How long a check waits for news.
const DEADLINE: Duration = Duration::from_secs(30);

/// A store, and the feed of its news.
pub struct NewsFixture {
    /// The store, and a second handle as of another process.
    pub store: StoreFixture,
    /// What `store` and the second handle announce.
    pub feed: Arc<dyn NewsFeed>,
    /// A running clock.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for NewsFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewsFixture").finish_non_exhaustive()
    }
}

/// What a listener heard so far.
#[derive(Default)]
struct Ear(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    changes: Vec<Change>,
    /// Between which times news are complete.
    complete: Range<Duration>,
}

impl Ear {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap()
    }
}

impl NewsListener for Ear {
    fn changed(&self, change: &Change) {
        self.heard().changes.push(change.clone());
    }

    fn complete(&self, since: Duration, until: Duration) {
        self.heard().complete = since..until;
    }
}

/// The news of a check.
struct News<'a> {
    ear: Arc<Ear>,
    fixture: &'a NewsFixture,
}

impl News<'_> {
    /// The changes that were heard when news are complete for everything before now.
    async fn until_now(&self) -> Vec<Change> {
        let clock = &self.fixture.clock;
        let now = clock.uptime();
        while !self.ear.heard().complete.contains(&now) {
            clock.sleep(Duration::from_millis(1)).await;
        }
        mem::take(&mut self.ear.heard().changes)
    }
}

/// Announces these changes in a unit of this store, and commits it.
async fn announce(store: &dyn Store, changes: &[Change]) {
    let unit = store.begin().await.unwrap();
    unit.news().announce(changes).await.unwrap();
    commit(unit).await;
}

/// Runs a check while its listener listens, from when news are complete for the first time.
async fn listening(fixture: &NewsFixture, check: impl AsyncFnOnce(&News<'_>)) {
    let ear = Arc::new(Ear::default());
    let listening = fixture.feed.listen(fixture.clock.clone(), ear.clone());
    let news = News { ear, fixture };
    let checking = async {
        while news.ear.heard().complete.is_empty() {
            fixture.clock.sleep(Duration::from_millis(1)).await;
        }
        check(&news).await;
    };
    let in_time = select(checking.boxed_local(), fixture.clock.sleep(DEADLINE));
    match select(listening, in_time).await {
        Either::Left(_) => panic!("the feed ended"),
        Either::Right((Either::Right(_), _)) => panic!("not heard within {DEADLINE:?}"),
        Either::Right((Either::Left(_), _)) => {}
    }
}

fn route(namespace: Namespace, text: &str) -> Change {
    Change::Route(namespace, slug(text))
}

fn promo() -> Change {
    route(Namespace::Global, "promo")
}

pub async fn a_committed_change_is_heard(fixture: &NewsFixture) {
    listening(fixture, async |news| {
        announce(&*fixture.store.store, &[promo()]).await;
        assert!(news.until_now().await.contains(&promo()));
    })
    .await;
}

pub async fn every_process_hears_a_change(fixture: &NewsFixture) {
    listening(fixture, async |news| {
        listening(fixture, async |others| {
            announce(&*fixture.store.other, &[promo()]).await;
            assert!(others.until_now().await.contains(&promo()));
        })
        .await;
        assert!(news.until_now().await.contains(&promo()));
    })
    .await;
}

pub async fn every_kind_of_change_is_heard(fixture: &NewsFixture) {
    let ann = UserId(7);
    let changes = [
        promo(),
        route(Namespace::Personal(ann), "promo"),
        route(Namespace::Global, &"_-aZ09".repeat(10)),
        Change::User(ann),
        Change::Owner(ann),
        Change::Everything,
    ];
    listening(fixture, async |news| {
        announce(&*fixture.store.other, &changes).await;
        assert_eq!(news.until_now().await, changes);
    })
    .await;
}

pub async fn a_change_that_is_not_committed_is_not_heard(fixture: &NewsFixture) {
    listening(fixture, async |news| {
        let unit = fixture.store.begin().await;
        unit.news().announce(&[promo()]).await.unwrap();
        drop(unit);
        let later = route(Namespace::Global, "later");
        announce(&*fixture.store.store, std::slice::from_ref(&later)).await;
        assert_eq!(news.until_now().await, [later]);
    })
    .await;
}

pub async fn many_changes_are_heard_or_everything(fixture: &NewsFixture) {
    for (number, length) in [(100, 6), (101, 6), (100, 64), (1_000, 64)] {
        let slugs = (0..number).map(|index| format!("{index:0length$}"));
        let changes = slugs.map(|slug| route(Namespace::Personal(UserId(i64::MAX)), &slug));
        let changes: Vec<Change> = changes.collect();
        listening(fixture, async |news| {
            announce(&*fixture.store.other, &changes).await;
            let heard = news.until_now().await;
            let all = changes.iter().all(|change| heard.contains(change));
            assert!(
                all || heard.contains(&Change::Everything),
                "{number} changes"
            );
        })
        .await;
    }
}

pub async fn each_of_many_units_is_heard(fixture: &NewsFixture) {
    listening(fixture, async |news| {
        let changes = (0..50).map(|index| route(Namespace::Global, &format!("slug{index}")));
        let changes: Vec<Change> = changes.collect();
        let units = changes.iter().enumerate().map(|(index, change)| {
            let StoreFixture { store, other, .. } = &fixture.store;
            let store = if index % 2 == 0 { store } else { other };
            announce(&**store, std::slice::from_ref(change))
        });
        join_all(units).await;
        let heard = news.until_now().await;
        for change in &changes {
            assert!(heard.contains(change), "{change:?}");
        }
    })
    .await;
}

pub async fn news_are_complete_only_after_every_change_was_heard(fixture: &NewsFixture) {
    listening(fixture, async |news| {
        for index in 0..20 {
            let change = route(Namespace::Global, &format!("slug{index}"));
            announce(&*fixture.store.other, std::slice::from_ref(&change)).await;
            assert_eq!(news.until_now().await, [change]);
        }
    })
    .await;
}
