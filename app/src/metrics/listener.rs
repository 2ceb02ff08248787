use std::net::SocketAddr;

use poem::{Route, get};
use tokio::task::JoinHandle;

use super::scrape::Scrape;
use super::{JobNumbers, Metrics};
use crate::http::{Server, ServerOptions};

/// Scrapers are few.
const CONNECTIONS: usize = 32;

/// The listener of the metrics: whoever reaches it may read them, without a token.
#[derive(Debug)]
pub(crate) struct MetricsListener(Server);

/// Serves the metrics until it is dropped.
#[derive(Debug)]
pub(crate) struct Serving(JoinHandle<()>);

impl MetricsListener {
    /// Binds the address.
    pub(crate) async fn bind(listen: SocketAddr) -> std::io::Result<Self> {
        Server::bind(listen).await.map(Self)
    }

    /// The address that it listens on.
    pub(crate) fn local_addr(&self) -> SocketAddr {
        self.0.local_addr()
    }

    /// Serves these metrics, with the numbers of jobs, in the background.
    pub(crate) fn serve(self, mut metrics: Metrics, jobs: JobNumbers) -> Serving {
        metrics.collect(jobs.clone());
        let routes = Route::new().at("/metrics", get(Scrape::new(metrics, jobs)));
        let options = ServerOptions {
            connections: CONNECTIONS,
            ..ServerOptions::default()
        };
        let serving = self.0.serve(routes, None, std::future::pending(), options);
        Serving(tokio::spawn(serving))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.abort();
    }
}
