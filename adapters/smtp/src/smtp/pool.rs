use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Rset;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// How long a connection that was kept may take to show that it lives, or to say good-bye.
const PULSE: Duration = Duration::from_secs(5);

/// The connections that wait for their next mail, and the right to have one.
pub(crate) struct Pool {
    permits: Semaphore,
    kept: Arc<Mutex<Kept>>,
    idle_timeout: Duration,
}

#[derive(Default)]
struct Kept {
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
        let most = max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            permits: Semaphore::new(most),
            kept: Arc::default(),
            idle_timeout,
        }
    }

    /// The right to use one connection until it is dropped; waits while all are in use. `None` never happens: nothing closes
    /// the pool.
    pub(crate) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    /// A kept connection that still answers, clean for a new mail.
    pub(crate) async fn take(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let parked = lock(&self.kept).connections.pop()?;
            parked.expiry.abort();
            let mut connection = parked.connection;
            if let Ok(Ok(_)) = timeout(PULSE, connection.command(Rset)).await {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection for the next mail, or until its time is over.
    pub(crate) fn park(&self, connection: AsyncSmtpConnection) {
        let mut kept = lock(&self.kept);
        kept.next_id += 1;
        let id = kept.next_id;
        // Locked until it is in its place, so that its expiry finds it there.
        let expiry = tokio::spawn(expire(Arc::downgrade(&self.kept), id, self.idle_timeout));
        kept.connections.push(Parked {
            id,
            connection,
            expiry,
        });
    }
}

async fn expire(kept: std::sync::Weak<Mutex<Kept>>, id: u64, idle_timeout: Duration) {
    sleep(idle_timeout).await;
    let Some(kept) = kept.upgrade() else { return };
    let expired = {
        let connections = &mut lock(&kept).connections;
        let place = connections.iter().position(|parked| parked.id == id);
        place.map(|place| connections.remove(place))
    };
    if let Some(mut parked) = expired {
        let _: Result<_, _> = timeout(PULSE, parked.connection.quit()).await;
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
