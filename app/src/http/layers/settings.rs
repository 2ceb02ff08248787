use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::forwarded_by::ForwardedBy;
use super::large_bodies::{Accounts, LargeBodies};
use super::pace::BodyPace;
use super::security_headers::SecurityHeaders;
use crate::http::error_pages::ErrorPages;
use crate::http::request_id::RequestIds;
use crate::http::routes::RouteTable;
use crate::http::traffic::Traffic;

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
    /// One of so many redirects is logged; none at 0.
    pub redirect_log_sample: u32,
    /// Whether the public URL is https, so that `Strict-Transport-Security` is sent.
    pub https: bool,
    /// What people are shown instead of problems in JSON, if anything.
    pub error_pages: Option<Arc<dyn ErrorPages>>,
}

impl HttpSettings {
    /// The default settings: bodies of up to 64 KiB; larger ones, where allowed, 16 at once and 4 per account; no trusted proxies; every request is logged; http.
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
            redirect_log_sample: 1,
            https: false,
            error_pages: None,
        }
    }
}

/// What the layers and the fast path share.
#[derive(Debug, Clone)]
pub struct Layers {
    pub(in crate::http) settings: Arc<HttpSettings>,
    pub(in crate::http) security: Arc<SecurityHeaders>,
    pub(in crate::http) ids: Arc<RequestIds>,
    pub(in crate::http) traffic: Arc<Traffic>,
}

impl Layers {
    /// Layers with these settings.
    #[must_use]
    pub fn new(settings: HttpSettings) -> Self {
        Self {
            security: Arc::new(SecurityHeaders::new(settings.https)),
            ids: Arc::new(RequestIds::new()),
            traffic: Arc::new(Traffic::new()),
            settings: Arc::new(settings),
        }
    }

    /// The requests that were answered.
    #[must_use]
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}
