//! Hearing on PostgreSQL: units notify a channel, to which one connection of each process listens.
//!
//! Several times a second the process notifies itself, over another connection and as units do. The server delivers messages in
//! the order of their commits, so whoever hears such a heartbeat has heard every change that was committed before it was sent.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use korotko_core::ports::{Clock, NewsListener};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Executor, PgConnection};
use tokio::time::timeout;

use super::health::{Health, Lost};
use super::hearing::Hearing;
use super::notification::{CHANNEL, Message};
use super::sender::Sender;

/// How often the process notifies itself: often enough that nothing cached is ever older than the age at which it is refreshed.
const PERIOD: Duration = Duration::from_millis(200);

/// After how many heartbeats that were not heard the connections are replaced.
const MAX_UNHEARD: u32 = 15;

/// How long connecting, or a heartbeat, may take.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// How to connect.
#[derive(Clone)]
pub(crate) struct Lines {
    /// To the server itself, since a pooler does not pass on notifications.
    pub(crate) listening: PgConnectOptions,
    /// As units do.
    pub(crate) notifying: PgConnectOptions,
}

/// Hears the changes of all processes on this database; never returns.
pub(crate) async fn listen(
    lines: &Lines,
    sender: &Sender,
    clock: &dyn Clock,
    listener: &dyn NewsListener,
) -> Infallible {
    let health = Health::default();
    loop {
        let hears = Hears {
            sender,
            clock,
            health: &health,
            unheard: AtomicU32::new(0),
        };
        let Err(cause) = hears.listen_once(lines, listener).await;
        health.lost(&cause);
        clock.sleep(PAUSE).await;
    }
}

/// A pair of connections.
struct Hears<'a> {
    sender: &'a Sender,
    clock: &'a dyn Clock,
    health: &'a Health,
    /// The heartbeats sent since the last one that was heard.
    unheard: AtomicU32,
}

impl Hears<'_> {
    async fn listen_once(
        &self,
        lines: &Lines,
        listener: &dyn NewsListener,
    ) -> Result<Infallible, Lost> {
        let (mut ear, mut voice) = timeout(TIMEOUT, connect(lines)).await??;
        let hearing = Hearing::new(self.clock, listener);
        tokio::select! {
            lost = self.hear(&mut ear, &hearing) => lost,
            lost = self.beat(&mut voice) => lost,
        }
    }

    async fn hear(&self, ear: &mut PgListener, hearing: &Hearing<'_>) -> Result<Infallible, Lost> {
        while let Some(heard) = ear.try_recv().await? {
            match Message::read(heard.payload()) {
                Some((sender, number, message)) => {
                    hearing.check(sender, number);
                    match message {
                        Message::Changes(text) => hearing.changed(text),
                        Message::Beat(sent) if sender == self.sender.id => {
                            self.unheard.store(0, Ordering::Relaxed);
                            hearing.complete(sent);
                            self.health.heard();
                        }
                        Message::Beat(_) => {}
                    }
                }
                // Of another version.
                None => hearing.changed("*"),
            }
        }
        Err("the server closed the connection".into())
    }

    async fn beat(&self, voice: &mut PgConnection) -> Result<Infallible, Lost> {
        loop {
            if self.unheard.fetch_add(1, Ordering::Relaxed) >= MAX_UNHEARD {
                return Err(
                    "own notifications do not arrive; see \"PostgreSQL\" in docs/OPERATIONS.md"
                        .into(),
                );
            }
            let sent = self.clock.uptime();
            timeout(TIMEOUT, self.beat_once(voice, sent)).await??;
            self.clock.sleep(PERIOD).await;
        }
    }

    async fn beat_once(&self, voice: &mut PgConnection, sent: Duration) -> Result<(), Lost> {
        let mut turn = self.sender.turn().await?;
        let message = Message::Beat(sent).write(self.sender.id, *turn);
        // It need not survive a crash of the server, so it does not wait for the disk. The message has digits alone; a prepared
        // statement would not pass through every pooler.
        let beat = format!(
            "SELECT set_config('synchronous_commit', 'off', true), pg_notify('{CHANNEL}', '{message}')"
        );
        voice.execute(sqlx::raw_sql(AssertSqlSafe(beat))).await?;
        *turn += 1;
        Ok(())
    }
}

async fn connect(lines: &Lines) -> Result<(PgListener, PgConnection), sqlx::Error> {
    // The listener takes its connection from a pool.
    let pool = PgPoolOptions::new().max_connections(1);
    let pool = pool.idle_timeout(None).max_lifetime(None);
    let pool = pool.connect_with(lines.listening.clone()).await?;
    let mut ear = PgListener::connect_with(&pool).await?;
    // Otherwise it would hide that messages were lost.
    ear.eager_reconnect(false);
    ear.listen(CHANNEL).await?;
    Ok((ear, lines.notifying.connect().await?))
}
