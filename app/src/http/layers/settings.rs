use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::forwarded_by::ForwardedBy;
use super::large_bodies::{Accounts, LargeBodies};
use super::pace::BodyPace;
use crate::http::routes::RouteTable;

/// What the layers around the routes need to know.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Every route there is, also those that the `OpenAPI` document does not tell of.
    pub routes: RouteTable,
    /// The most bytes of a body, where the route has no limit of its own.
    pub body_limit: usize,
    /// Who may send bodies larger than `body_limit` to the routes that take them, and how many of them there are at once.
    pub large_bodies: Arc<LargeBodies>,
    /// How fast a body must come.
    pub body_pace: BodyPace,
    /// The proxies whose word on the client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The one field in which these proxies write the client's address.
    pub forwarded_by: ForwardedBy,
    /// Whether the public URL is https, so that browsers may be told to insist on it.
    pub https: bool,
}

impl HttpSettings {
    /// The usual settings: bodies of at most 64 KiB; where a route takes larger ones, 16 of them at once and 4 of one account;
    /// no trusted proxy, plain http.
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
