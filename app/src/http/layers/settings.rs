use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::forwarded_by::ForwardedBy;
use super::large_bodies::{Accounts, LargeBodies};
use super::pace::BodyPace;
use crate::http::routes::RouteTable;

/// The settings of the layers.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// All routes, including undocumented ones.
    pub routes: RouteTable,
    /// The maximum size of a body in bytes, unless the route has its own.
    pub body_limit: usize,
    /// Who may send bodies larger than `body_limit` to routes that accept them, and how many at once.
    pub large_bodies: Arc<LargeBodies>,
    /// The minimum pace of bodies.
    pub body_pace: BodyPace,
    /// The trusted proxies.
    pub trusted_proxies: Vec<IpNet>,
    /// The field in which these proxies forward the client's address.
    pub forwarded_by: ForwardedBy,
    /// Whether the public URL is https, so that `Strict-Transport-Security` is sent.
    pub https: bool,
}

impl HttpSettings {
    /// The default settings: bodies of up to 64 KiB; larger ones, where allowed, 16 at once and 4 per account; no trusted proxies; http.
    #[must_use]
    pub fn new(routes: RouteTable, accounts: Arc<dyn Accounts>) -> Self {
        let large_bodies = LargeBodies::new(accounts, 16, 4, Duration::from_secs(30));
        Self {
            routes,
            body_limit: 64 * 1024,
            large_bodies: Arc::new(large_bodies),
            body_pace: BodyPace::default(),
            trusted_proxies: Vec::new(),
            forwarded_by: ForwardedBy::default(),
            https: false,
        }
    }
}
