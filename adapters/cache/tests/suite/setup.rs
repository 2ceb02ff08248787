use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use korotko_cache::{CacheOptions, CachedRoutes};
use korotko_core::link::{Namespace, Route, Slug, TargetUrl};
use korotko_core::mock::{TestClock, sample};
use korotko_core::ports::{Clock, NewsListener, RouteFinder, StoreError};

/// How the store answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Up,
    /// It fails at once.
    Away,
    Broken,
    /// It reads at once, and answers once it is in another mode.
    Hanging,
}

/// A store that counts its requests.
pub struct FakeStore(Mutex<State>);

struct State {
    mode: Mode,
    rows: HashMap<(Namespace, String), Route>,
    requests: usize,
    waiting: Vec<Waker>,
}

impl FakeStore {
    pub fn set(&self, mode: Mode) {
        let mut state = self.0.lock().unwrap();
        state.mode = mode;
        state.waiting.drain(..).for_each(Waker::wake);
    }

    /// Lets this slug redirect to this path.
    pub fn put(&self, text: &str, path: &str) {
        self.put_route(Namespace::Global, text, route(path));
    }

    pub fn put_route(&self, namespace: Namespace, text: &str, route: Route) {
        let mut state = self.0.lock().unwrap();
        state.rows.insert((namespace, text.to_owned()), route);
    }

    pub fn remove(&self, text: &str) {
        let key = (Namespace::Global, text.to_owned());
        self.0.lock().unwrap().rows.remove(&key);
    }

    /// The number of requests.
    pub fn requests(&self) -> usize {
        self.0.lock().unwrap().requests
    }
}

#[async_trait]
impl RouteFinder for FakeStore {
    async fn find_route(&self, space: Namespace, slug: &Slug) -> Result<Option<Route>, StoreError> {
        let found = {
            let mut state = self.0.lock().unwrap();
            state.requests += 1;
            let key = (space, slug.as_str().to_owned());
            state.rows.get(&key).cloned()
        };
        let mode = poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.mode == Mode::Hanging {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(state.mode)
        });
        match mode.await {
            Mode::Away => Err(StoreError::unavailable("away")),
            Mode::Broken => Err(StoreError::internal("broken")),
            Mode::Up | Mode::Hanging => Ok(found),
        }
    }

    fn forget(&self, _: Namespace, _: &Slug) {}

    fn forget_all(&self) {}
}

/// Routes in front of a store that has `promo`, which leads to `/1`, and `other`, which leads to `/other`.
pub struct Setup {
    pub store: Arc<FakeStore>,
    pub clock: TestClock,
    pub routes: Arc<CachedRoutes>,
}

impl Setup {
    pub fn new() -> Self {
        Self::with(CacheOptions::default())
    }

    pub fn with(options: CacheOptions) -> Self {
        let store = Arc::new(FakeStore(Mutex::new(State {
            mode: Mode::Up,
            rows: HashMap::new(),
            requests: 0,
            waiting: Vec::new(),
        })));
        store.put("promo", "1");
        store.put("other", "other");
        let clock = TestClock::new(sample::now());
        let inner = Arc::clone(&store) as Arc<dyn RouteFinder>;
        let routes = CachedRoutes::new(inner, Arc::new(clock.clone()), options);
        let routes = Arc::new(routes);
        Self {
            store,
            clock,
            routes,
        }
    }

    /// A setup with `promo` cached.
    pub async fn known() -> Self {
        let setup = Self::new();
        assert_eq!(setup.find("promo").await, "1");
        setup
    }

    /// A setup with `promo` cached for `age` milliseconds, whose store hangs.
    pub async fn stale(age: i64) -> Self {
        let setup = Self::known().await;
        setup.store.set(Mode::Hanging);
        setup.pass(age);
        setup
    }

    /// A caller that waits for the store.
    pub fn waiting<'a>(&'a self, text: &'a str) -> BoxFuture<'a, String> {
        let mut caller = self.find(text).boxed();
        assert_waits(&mut caller);
        caller
    }

    /// Callers that wait for `promo`, and must all get the same answer.
    pub fn all_waiting(&self, number: usize) -> BoxFuture<'_, String> {
        let callers = join_all((0..number).map(|_| self.find("promo")));
        let answer = callers.map(|mut answers| {
            answers.dedup();
            answers.join(" or ")
        });
        let mut answer = answer.boxed();
        assert_waits(&mut answer);
        answer
    }

    /// Advances the clock by milliseconds.
    pub fn pass(&self, millis: i64) {
        self.clock.advance(TimeDelta::milliseconds(millis));
    }

    /// The time since which the tests' news are complete.
    pub fn beginning(&self) -> Duration {
        self.clock.uptime()
    }

    /// Lets news be complete from `since` until now.
    pub fn beat(&self, since: Duration) {
        self.routes.complete(since, self.clock.uptime());
    }

    /// Lets this time pass in steps, after each of which news are complete.
    pub fn pass_with_news(&self, since: Duration, millis: i64) {
        for _ in 0..millis / 100 {
            self.pass(100);
            self.beat(since);
        }
    }

    /// The path that a slug redirects to, or `none`, or the error.
    pub async fn find(&self, text: &str) -> String {
        self.find_in(Namespace::Global, text).await
    }

    pub async fn find_in(&self, namespace: Namespace, text: &str) -> String {
        match self.routes.find_route(namespace, &slug(text)).await {
            Ok(Some(route)) => path(&route),
            Ok(None) => "none".to_owned(),
            Err(StoreError::Unavailable(_)) => "unavailable".to_owned(),
            Err(StoreError::Internal(_)) => "broken".to_owned(),
            Err(error) => panic!("{error}"),
        }
    }

    pub fn forget(&self, text: &str) {
        self.routes.forget(Namespace::Global, &slug(text));
    }
}

pub fn assert_waits(caller: &mut BoxFuture<'_, String>) {
    assert_eq!(caller.now_or_never(), None);
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub fn route(path: &str) -> Route {
    Route {
        target: TargetUrl::from_stored(format!("https://example.com/{path}")),
        ..sample::link().into()
    }
}

/// The path of a route from [`route`].
pub fn path(route: &Route) -> String {
    let target = route.target.as_str();
    target.trim_start_matches("https://example.com/").to_owned()
}
