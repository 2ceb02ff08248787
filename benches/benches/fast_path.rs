//! The instructions of a warm redirect: from the parsed head of the request to the response and the recorded click, without
//! sockets. `scripts/instructions.sh` counts them; more than [`MAX_INSTRUCTIONS`] fail.
#![allow(
    clippy::unwrap_used,
    missing_debug_implementations,
    unused_qualifications,
    reason = "a benchmark, and what its macros generate"
)]

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use http_body_util::Empty;
use hyper::Request;
use korotko::api::{Bearers, RedirectOutcomes, ShortLinks};
use korotko::http::{FastAnswer, FastPath, HttpSettings, Layers, RouteTable};
use korotko_cache::{CacheOptions, CachedRoutes};
use korotko_clicklog::{ClickLog, ClickLogOptions};
use korotko_core::PublicUrl;
use korotko_core::link::{Namespace, NewLink};
use korotko_memory::MemoryStore;
use korotko_tokio::{SystemClock, SystemRandom};
use korotko_useragent::AgentReader;
use tempfile::TempDir;

/// How many redirects are counted.
const REDIRECTS: u64 = 100;

/// The instructions of a redirect, as counted last: a change that needs more than 5 % more gives its reason in the commit that
/// raises this. Two fifths of them are the hash of the visitor, since valgrind has no instructions for SHA-256.
const INSTRUCTIONS: u64 = 16_450;

const MAX_INSTRUCTIONS: u64 = REDIRECTS * INSTRUCTIONS * 105 / 100;

/// A service whose only link has been followed before.
struct Warm {
    path: FastPath,
    request: Request<Empty<Bytes>>,
    _folder: TempDir,
}

impl Warm {
    fn follow(&self) {
        let peer = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let response = self.path.answer(black_box(&self.request), peer);
        assert!(matches!(black_box(response), FastAnswer::Now(answer) if answer.status() == 307));
    }
}

fn warm() -> Warm {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(service())
}

async fn service() -> Warm {
    let folder = tempfile::tempdir().unwrap();
    let log = ClickLogOptions::in_folder(folder.path());
    let log = ClickLog::open(log, Arc::new(SystemRandom::default())).unwrap();
    let store = Arc::new(MemoryStore::new());
    // Nothing expires while valgrind counts.
    let options = CacheOptions {
        fresh_for: Duration::from_hours(1),
        ..CacheOptions::default()
    };
    let cache = CachedRoutes::new(store.clone(), Arc::new(SystemClock), options);
    let url = PublicUrl::parse("https://short.example").unwrap();
    let builder = korotko_memory::in_memory(korotko_tokio::builder(url)).store(store);
    let builder = builder.route_finder(Arc::new(cache));
    let korotko = builder.click_recorder(Arc::new(log)).build().unwrap();
    korotko.clicks.rotate_salts().await.unwrap();
    let link = NewLink::to("https://example.com/a").with_slug("promo");
    korotko.links.create(None, &link, None).await.unwrap();
    korotko
        .links
        .resolve(Namespace::Global, "promo", None)
        .await
        .unwrap();
    let accounts = Arc::new(Bearers::new(&korotko));
    let layers = Layers::new(HttpSettings {
        redirect_log_sample: 0,
        ..HttpSettings::new(RouteTable::default(), accounts)
    });
    let agents = Arc::new(AgentReader::new());
    let links = ShortLinks::new(korotko.links, agents, RedirectOutcomes::default());
    let warm = Warm {
        path: FastPath::new(layers, Arc::new(links)),
        request: request(),
        _folder: folder,
    };
    warm.follow();
    warm
}

/// What a browser sends.
fn request() -> Request<Empty<Bytes>> {
    let request = Request::get("/promo")
        .header("Host", "short.example")
        .header(
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        )
        .header(
            "Accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        )
        .header("Accept-Language", "en-GB,en;q=0.7,ru;q=0.3")
        .header("Accept-Encoding", "gzip, deflate, br, zstd")
        .header("Referer", "https://news.example.com/story")
        .header("Connection", "keep-alive");
    request.body(Empty::new()).unwrap()
}

#[library_benchmark(setup = warm)]
fn redirects(warm: Warm) -> Warm {
    for _ in 0..REDIRECTS {
        warm.follow();
    }
    warm
}

library_benchmark_group!(name = fast_path; benchmarks = redirects);

main!(
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::default().hard_limits([(EventKind::Ir, MAX_INSTRUCTIONS)]));
    library_benchmark_groups = fast_path
);
