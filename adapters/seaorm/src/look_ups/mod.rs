//! Look-ups that would wait for each other share a statement, since most of what one costs is the way to the database and back:
//! between threads on SQLite, and over the network on PostgreSQL.
//!
//! A look-up that comes while a statement is running waits for it, and all that wait by then are one statement. So nobody waits for
//! company, and a statement finds more routes the higher the load is. A slow statement is not waited for.

mod row;
mod statements;

use std::pin::pin;
use std::slice;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::StoreError;
use tokio::sync::oneshot;
use tokio::time::timeout;

use self::row::{KEY, Row};
use crate::error::no_answer;
use crate::pool::Pool;
use crate::reads::Reads;
use crate::session::Session;
use crate::timeouts::TimedConnection;

/// The maximum number of look-ups of a statement.
const MAX: usize = 100;

/// How long a statement keeps those waiting that come after it. Reading from a slow disk takes longer, and several statements read
/// from it at the same time.
const PATIENCE: Duration = Duration::from_millis(10);

/// The look-ups of a store.
pub(crate) struct LookUps {
    session: Session<TimedConnection<Reads>>,
    /// Locked by the statement that uses the session, while others use the next one.
    in_use: tokio::sync::Mutex<()>,
    others: Session<TimedConnection<Reads>>,
    /// For a look-up, with all that it waits for.
    limit: Duration,
    waiting: Mutex<Vec<LookUp>>,
    /// Locked while others wait for a statement.
    turn: tokio::sync::Mutex<()>,
}

type Answer = Result<Option<Route>, StoreError>;

struct LookUp {
    namespace: Namespace,
    slug: Slug,
    /// Whoever waits for the answer may be gone.
    asker: oneshot::Sender<Answer>,
}

impl LookUps {
    /// Look-ups in this pool, and those that do not wait for it in the other one.
    pub(crate) fn of(pool: Pool, others: Pool) -> Arc<Self> {
        Arc::new(Self {
            limit: pool.timeouts.read,
            session: Session::of_pool(pool),
            in_use: tokio::sync::Mutex::default(),
            others: Session::of_pool(others),
            waiting: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        })
    }

    /// Finds a route by a statement that begins after this call.
    pub(crate) async fn find(self: &Arc<Self>, namespace: Namespace, slug: &Slug) -> Answer {
        let (asker, answer) = oneshot::channel();
        let slug = slug.clone();
        self.waiting().push(LookUp {
            namespace,
            slug,
            asker,
        });
        if self.turn.try_lock().is_ok() {
            self.run();
        }
        let answered = timeout(self.limit, answer).await;
        let answer = answered.map_err(|_| self.session.fail(no_answer()))?;
        let lost = |_| StoreError::unavailable("the look-up was cancelled");
        answer.map_err(lost).flatten()
    }

    /// Answers what waits in a task of its own, since others need the answers even if the caller goes away.
    fn run(self: &Arc<Self>) {
        let look_ups = self.clone();
        tokio::spawn(async move { look_ups.take_turns().await });
    }

    /// Answers until nothing waits. Whoever adds a look-up while this has the turn relies on the check after it.
    async fn take_turns(self: Arc<Self>) {
        while !self.waiting().is_empty() {
            let Ok(turn) = self.turn.try_lock() else {
                return;
            };
            let batch = self.take();
            if batch.is_empty() {
                continue;
            }
            let mut answered = pin!(self.answer(batch));
            if timeout(PATIENCE, &mut answered).await.is_err() {
                drop(turn);
                self.run();
                answered.await;
            }
        }
    }

    async fn answer(&self, batch: Vec<LookUp>) {
        let own = self.in_use.try_lock().ok();
        let session = own.as_ref().map_or(&self.others, |_| &self.session);
        let answers = match ask(session, &batch).await {
            Ok(answers) => answers,
            // One of them may fail every statement.
            Err(_) if batch.len() > 1 => {
                let each = batch.iter().map(|look_up| ask_alone(session, look_up));
                join_all(each).await
            }
            Err(error) => vec![Err(error)],
        };
        for (look_up, answer) in batch.into_iter().zip(answers) {
            let _ = look_up.asker.send(answer);
        }
    }

    /// The next look-ups, without those whose askers went away.
    fn take(&self) -> Vec<LookUp> {
        let mut waiting = self.waiting();
        waiting.retain(|look_up| !look_up.asker.is_closed());
        let batch = waiting.len().min(MAX);
        waiting.drain(..batch).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<LookUp>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask_alone(session: &Session<TimedConnection<Reads>>, look_up: &LookUp) -> Answer {
    if look_up.asker.is_closed() {
        return Ok(None);
    }
    let answers = ask(session, slice::from_ref(look_up)).await?;
    answers.into_iter().next().unwrap_or(Ok(None))
}

/// Asks for all of these with one statement. A row that cannot be read fails only its own look-up.
async fn ask(
    session: &Session<TimedConnection<Reads>>,
    batch: &[LookUp],
) -> Result<Vec<Answer>, StoreError> {
    let keys = batch
        .iter()
        .map(|look_up| (look_up.namespace, &look_up.slug));
    let find = statements::find(session.backend(), keys);
    let found = session.read(find, |row| {
        Ok((row.try_get_by::<i64, _>(KEY)?, Row::read(row)))
    });
    let mut answers: Vec<Answer> = batch.iter().map(|_| Ok(None)).collect();
    for (key, row) in found.await? {
        let key = usize::try_from(key).map_err(StoreError::internal)?;
        if let Some(look_up) = batch.get(key) {
            let row = row.map_err(StoreError::internal);
            answers[key] = row.and_then(|row| row.into_route(look_up.namespace));
        }
    }
    Ok(answers)
}
