//! The cost of a cache hit.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a program for developers"
)]

use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use korotko_cache::{CacheOptions, CachedRoutes};
use korotko_core::link::{Namespace, Route, Slug, TargetUrl};
use korotko_core::mock::sample;
use korotko_core::ports::{Clock, RouteFinder, StoreError, Timestamp};

const SLUGS: usize = 50_000;
const ROUNDS: usize = 500_000;
/// The best of these runs is reported, since the others share the machine.
const RUNS: usize = 15;

/// A clock that costs nothing, so that the cache alone is measured.
struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        sample::now()
    }

    fn uptime(&self) -> Duration {
        Duration::from_secs(1)
    }

    async fn sleep(&self, _: Duration) {}
}

struct Everything;

#[async_trait]
impl RouteFinder for Everything {
    async fn find_route(&self, _: Namespace, slug: &Slug) -> Result<Option<Route>, StoreError> {
        let target = format!("https://example.com/some/page/of/ordinary/length?code={slug}");
        Ok(Some(Route {
            target: TargetUrl::from_stored(target),
            ..sample::link().into()
        }))
    }

    fn forget(&self, _: Namespace, _: &Slug) {}

    fn forget_all(&self) {}
}

fn main() {
    let routes = CachedRoutes::new(
        Arc::new(Everything),
        Arc::new(Still),
        CacheOptions::default(),
    );
    let slug = |number| Slug::parse(&format!("slug{number}")).unwrap();
    let slugs: Vec<Slug> = (0..SLUGS).map(slug).collect();
    for slug in &slugs {
        find(&routes, slug);
    }
    for threads in [1, 2] {
        per_hit("many slugs", threads, &routes, &slugs);
        per_hit("a hundred slugs", threads, &routes, &slugs[..100]);
        per_hit("one slug", threads, &routes, &slugs[..1]);
    }
}

fn per_hit(name: &str, threads: usize, routes: &CachedRoutes, slugs: &[Slug]) {
    let runs = (0..RUNS).map(|_| run(threads, routes, slugs));
    let nanos = runs.min().unwrap() as f64 / (threads * ROUNDS) as f64;
    println!("{threads} threads, {name}: {nanos:.0} ns of a core for each hit");
}

/// The CPU time of all threads, in nanoseconds.
fn run(threads: usize, routes: &CachedRoutes, slugs: &[Slug]) -> u64 {
    thread::scope(|scope| {
        let start = |thread: usize| {
            // Each thread starts at another index, so that threads do not follow each other.
            let index = move |round: usize| (thread * 7_919 + round * 31) % slugs.len();
            scope.spawn(move || {
                (0..ROUNDS).for_each(|round| find(routes, &slugs[index(round)]));
                nanos_of_this_thread()
            })
        };
        let threads: Vec<_> = (0..threads).map(start).collect();
        let nanos = threads.into_iter().map(|thread| thread.join().unwrap());
        nanos.sum()
    })
}

/// How long this thread was on a core, as Linux counts it: what else the machine does is not in it.
fn nanos_of_this_thread() -> u64 {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    counted.split(' ').next().unwrap().parse().unwrap()
}

/// A hit never waits, so that no runtime is needed.
fn find(routes: &CachedRoutes, slug: &Slug) {
    let mut context = Context::from_waker(Waker::noop());
    let found = pin!(routes.find_route(Namespace::Global, black_box(slug)));
    match found.poll(&mut context) {
        Poll::Ready(found) => drop(black_box(found)),
        Poll::Pending => unreachable!("nothing waits here"),
    }
}
