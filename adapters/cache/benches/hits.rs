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
    let code = |number| Slug::parse(&format!("code{number}")).unwrap();
    let codes: Vec<Slug> = (0..SLUGS).map(code).collect();
    for slug in &codes {
        find(&routes, slug);
    }
    for threads in [1, 2] {
        per_hit("many codes", threads, &routes, &codes);
        per_hit("a hundred codes", threads, &routes, &codes[..100]);
        per_hit("one code", threads, &routes, &codes[..1]);
    }
}

fn per_hit(name: &str, threads: usize, routes: &CachedRoutes, codes: &[Slug]) {
    let runs = (0..RUNS).map(|_| run(threads, routes, codes));
    let nanos = runs.min().unwrap() as f64 / (threads * ROUNDS) as f64;
    println!("{threads} threads, {name}: {nanos:.0} ns of a core for each hit");
}

/// The nanoseconds that all threads were at work.
fn run(threads: usize, routes: &CachedRoutes, codes: &[Slug]) -> u64 {
    thread::scope(|scope| {
        let start = |thread: usize| {
            // A place of its own to start from, so that no thread follows in another's steps.
            let of = move |round: usize| (thread * 7_919 + round * 31) % codes.len();
            scope.spawn(move || {
                (0..ROUNDS).for_each(|round| find(routes, &codes[of(round)]));
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
