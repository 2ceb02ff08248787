use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use korotko_core::ports::Change;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use super::message;
use super::notification::{CHANNEL, Message};
use crate::error::no_answer;
use crate::number::stored;

/// How many rows of news are kept on SQLite, and how often older ones are removed, in rows: a process that did not read for
/// so long forgets everything.
const KEPT: u64 = 1_000;

/// How long a commit waits for the previous one.
const MAX_WAIT: Duration = Duration::from_secs(2);

const INSERT: &str = "INSERT INTO news (changes) VALUES ($1)";

const DELETE_OLD: &str = "DELETE FROM news WHERE id <= $1";

/// Announces the changes of this process.
#[derive(Debug)]
pub(crate) struct Sender {
    /// A random number that distinguishes this process from others.
    pub(super) id: u64,
    /// The number of the next message on PostgreSQL. Locked until the message is committed, so that messages arrive in order.
    next: Mutex<u64>,
}

/// Keeps the messages of this process in order until it is dropped, after the commit.
pub(crate) type Turn<'a> = MutexGuard<'a, u64>;

impl Sender {
    pub(crate) fn new() -> Self {
        Self {
            id: RandomState::new().hash_one(()),
            next: Mutex::default(),
        }
    }

    /// Announces changes in the transaction of `connection`, right before its commit.
    pub(crate) async fn announce(
        &self,
        connection: &impl ConnectionTrait,
        changes: &[Change],
    ) -> Result<Option<Turn<'_>>, DbErr> {
        if changes.is_empty() {
            return Ok(None);
        }
        let text = message::write(changes);
        if connection.get_database_backend() == DbBackend::Sqlite {
            insert(connection, text).await?;
            return Ok(None);
        }
        let mut turn = self.turn().await?;
        let message = Message::Changes(&text).write(self.id, *turn);
        let values = [CHANNEL.into(), message.into()];
        let notify = Statement::from_sql_and_values(DbBackend::Postgres, NOTIFY, values);
        connection.execute_raw(notify).await?;
        *turn += 1;
        Ok(Some(turn))
    }

    /// Waits until the previous message is committed; the guard is the number of the next one.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, DbErr> {
        let turn = timeout(MAX_WAIT, self.next.lock()).await;
        turn.map_err(|_| no_answer())
    }
}

const NOTIFY: &str = "SELECT pg_notify($1, $2)";

async fn insert(connection: &impl ConnectionTrait, changes: String) -> Result<(), DbErr> {
    let sqlite = DbBackend::Sqlite;
    let insert = Statement::from_sql_and_values(sqlite, INSERT, [changes.into()]);
    let id = connection.execute_raw(insert).await?.last_insert_id();
    if id % KEPT == 0 {
        let old = stored(id - KEPT);
        let delete = Statement::from_sql_and_values(sqlite, DELETE_OLD, [old.into()]);
        connection.execute_raw(delete).await?;
    }
    Ok(())
}
