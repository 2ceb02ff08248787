//! Look-ups that would wait for each other share a statement, since most of what one costs is the way to the database and back:
//! between threads on SQLite, and over the network on PostgreSQL.
//!
//! A look-up that comes while a statement is running waits for it, and all that wait by then are one statement. So nobody waits for
//! company, and a statement finds more routes the higher the load is.

mod row;
mod statements;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::StoreError;
use tokio::sync::oneshot;

use self::row::{KEY, Row};
use crate::pool::Pool;
use crate::reads::Reads;
use crate::session::Session;
use crate::timeouts::TimedConnection;

/// The maximum number of look-ups of a statement.
const MAX: usize = 200;

/// The look-ups of a store.
pub(crate) struct LookUps {
    session: Session<TimedConnection<Reads>>,
    waiting: Mutex<Vec<LookUp>>,
    /// Locked while a statement runs.
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
    /// Look-ups in this pool.
    pub(crate) fn of(pool: Pool) -> Arc<Self> {
        Arc::new(Self {
            session: Session::of_pool(pool),
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
            // A task of its own, since the others need the answer even if this caller is cancelled.
            tokio::spawn(self.clone().run());
        }
        let lost = |_| StoreError::unavailable("the look-up was cancelled");
        answer.await.map_err(lost).flatten()
    }

    /// Answers until nothing waits. Whoever adds a look-up while this has the turn relies on the check after it.
    async fn run(self: Arc<Self>) {
        while !self.waiting().is_empty() {
            let Ok(_turn) = self.turn.try_lock() else {
                return;
            };
            let batch = self.take();
            self.answer(batch).await;
        }
    }

    async fn answer(&self, batch: Vec<LookUp>) {
        match self.ask(&batch).await {
            Ok(answers) => {
                for (look_up, answer) in batch.into_iter().zip(answers) {
                    let _ = look_up.asker.send(answer);
                }
            }
            // What came in the meantime has waited for the same failure: otherwise it would take twice as long to fail.
            Err(error) => {
                let later = std::mem::take(&mut *self.waiting());
                for look_up in batch.into_iter().chain(later) {
                    let _ = look_up.asker.send(Err(error.for_another()));
                }
            }
        }
    }

    /// Asks for all of these with one statement. A row that cannot be read fails only its own look-up.
    async fn ask(&self, batch: &[LookUp]) -> Result<Vec<Answer>, StoreError> {
        let keys = batch
            .iter()
            .map(|look_up| (look_up.namespace, &look_up.slug));
        let find = statements::find(self.session.backend(), keys);
        let found = self.session.read(find, |row| {
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

    fn take(&self) -> Vec<LookUp> {
        let mut waiting = self.waiting();
        let batch = waiting.len().min(MAX);
        waiting.drain(..batch).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<LookUp>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
