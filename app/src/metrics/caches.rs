use std::fmt;
use std::sync::Arc;

use korotko_cache::{CachedRoutes, CachedUsers};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::samples::Samples;

/// The caches of routes and of the users of tokens, and how recently they heard of changes.
#[derive(Debug)]
pub(crate) struct CacheNumbers {
    pub(crate) routes: Arc<CachedRoutes>,
    pub(crate) users: Arc<CachedUsers>,
}

impl Collector for CacheNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let (routes, users) = (self.routes.status(), self.users.status());
        let mut samples = Samples::of(encoder);
        samples.counters(
            "korotko_cache_lookups",
            "Look-ups in a cache: answered from memory (hit), or only after waiting for the database (miss)",
            [
                ([("cache", "routes"), ("result", "hit")], routes.hits),
                ([("cache", "routes"), ("result", "miss")], routes.misses),
                ([("cache", "users"), ("result", "hit")], users.hits),
                ([("cache", "users"), ("result", "miss")], users.misses),
            ],
        )?;
        samples.gauges(
            "korotko_cache_entries",
            "Routes, slugs known to have no route, and users in memory",
            [
                ([("cache", "routes")], routes.entries),
                ([("cache", "missing-routes")], routes.missing),
                ([("cache", "users")], users.entries),
            ],
        )?;
        samples.gauge(
            "korotko_news_age_seconds",
            "The time since all changes of links and accounts by other processes were heard",
            routes.news_age.as_secs_f64(),
        )
    }
}
