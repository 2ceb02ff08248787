use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Rset;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How long an idle connection may take to answer RSET or QUIT.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

/// The idle connections, and the permits for connections.
pub(crate) struct Pool {
    permits: Semaphore,
    idle: Arc<Mutex<Idle>>,
    idle_timeout: Duration,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Parked>,
    next_id: u64,
}

struct Parked {
    id: u64,
    connection: AsyncSmtpConnection,
    expiry: JoinHandle<()>,
}

impl Pool {
    pub(crate) fn new(max_connections: usize, idle_timeout: Duration) -> Self {
        let max = max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            permits: Semaphore::new(max),
            idle: Arc::default(),
            idle_timeout,
        }
    }

    /// A permit for one connection; waits while all are in use. Never `None`, since nothing closes the pool.
    pub(crate) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// An idle connection that still answers, reset for a new mail.
    pub(crate) async fn take(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let parked = lock(&self.idle).connections.pop()?;
            parked.expiry.abort();
            let mut connection = parked.connection;
            if let Ok(Ok(_)) = timeout(PROBE_TIMEOUT, connection.command(Rset)).await {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection for the next mail, until it expires.
    pub(crate) fn park(&self, connection: AsyncSmtpConnection) {
        let mut idle = lock(&self.idle);
        idle.next_id += 1;
        let id = idle.next_id;
        // Locked until the connection is added, so that its expiry finds it.
        let expiry = tokio::spawn(expire(Arc::downgrade(&self.idle), id, self.idle_timeout));
        idle.connections.push(Parked {
            id,
            connection,
            expiry,
        });
    }
}

async fn expire(idle: std::sync::Weak<Mutex<Idle>>, id: u64, idle_timeout: Duration) {
    sleep(idle_timeout).await;
    let Some(idle) = idle.upgrade() else { return };
    let expired = {
        let connections = &mut lock(&idle).connections;
        let index = connections.iter().position(|parked| parked.id == id);
        index.map(|index| connections.remove(index))
    };
    if let Some(mut parked) = expired {
        let _: Result<_, _> = timeout(PROBE_TIMEOUT, parked.connection.quit()).await;
    }
}

fn lock(idle: &Mutex<Idle>) -> MutexGuard<'_, Idle> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
