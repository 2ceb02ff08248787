//! Creations that would wait for each other share a unit of work, so that one commit makes all of them durable.
//!
//! A creation that comes while others are running waits for them, and all that wait by then run together. So nobody waits for
//! company, and a group grows with the load. Its future is polled by whoever created a link in it, so that it ends although some of
//! them went away.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};

use super::create_error::CreateLinkError;
use super::{Link, QueryForwarding};
use crate::id::UserId;
use crate::ports::{InsertLink, StoreError};

/// The maximum number of links of a group.
const MAX: usize = 200;

/// A link to create.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) link: InsertLink,
    /// Whether it forwards queries as its owner's account says.
    pub(super) forwards_by_default: bool,
}

impl Wanted {
    /// The link of an owner whose account says this.
    pub(super) fn with_default(&self, forwarding: QueryForwarding) -> InsertLink {
        let mut link = self.link.clone();
        if self.forwards_by_default {
            link.query_forwarding = forwarding;
        }
        link
    }
}

/// A created link, or why it was not created.
pub(super) type Created = Result<Link, CreateLinkError>;

/// The outcomes in the order of the links; each is taken once.
type Outcomes = Arc<Vec<Mutex<Option<Created>>>>;

type Run = Shared<BoxFuture<'static, Outcomes>>;

/// The links of a group; none once it runs.
type Queue = Arc<Mutex<Option<Vec<Wanted>>>>;

/// The last group of each lane.
#[derive(Default)]
pub(super) struct CreateGroups(Mutex<HashMap<Lane, Group>>);

/// Those who create in one lane would wait for each other: for the only writer, or for the lock of the owner.
pub(super) type Lane = Option<UserId>;

struct Group {
    queue: Queue,
    /// Not kept alive by this: if everybody went away, it is dropped.
    run: WeakShared<BoxFuture<'static, Outcomes>>,
}

impl Group {
    /// Its queue and its future, if anybody waits for it.
    fn upgrade(&self) -> Option<(Queue, Run)> {
        Some((self.queue.clone(), self.run.upgrade()?))
    }
}

impl CreateGroups {
    /// Creates a link together with others that wait in its lane, by `create` if this is the first one of them.
    pub(super) async fn create<F>(
        &self,
        lane: Lane,
        wanted: Wanted,
        create: impl FnOnce(Vec<Wanted>) -> F + Send + 'static,
    ) -> Created
    where
        F: Future<Output = Vec<Created>> + Send + 'static,
    {
        let (index, run) = self.join(lane, wanted, create);
        let outcomes = run.await;
        let outcome = outcomes.get(index).and_then(|outcome| lock(outcome).take());
        let lost = || StoreError::internal("a group of creations lost an outcome");
        outcome.unwrap_or_else(|| Err(lost().into()))
    }

    /// Joins the group that waits in the lane, or begins another one after it.
    fn join<F>(
        &self,
        lane: Lane,
        wanted: Wanted,
        create: impl FnOnce(Vec<Wanted>) -> F + Send + 'static,
    ) -> (usize, Run)
    where
        F: Future<Output = Vec<Created>> + Send + 'static,
    {
        let mut groups = lock(&self.0);
        let last = groups.get(&lane).and_then(Group::upgrade);
        if let Some((queue, run)) = &last
            && let Some(waiting) = lock(queue).as_mut()
            && waiting.len() < MAX
        {
            waiting.push(wanted);
            return (waiting.len() - 1, run.clone());
        }
        let previous = last.map(|(_, run)| run);
        let queue: Queue = Arc::new(Mutex::new(Some(vec![wanted])));
        let run = run_group(queue.clone(), previous, create);
        let run = run.boxed().shared();
        groups.retain(|_, group| group.run.upgrade().is_some());
        let weak = run.downgrade();
        groups.extend(weak.map(|run| (lane, Group { queue, run })));
        (0, run)
    }
}

/// Runs a group once the previous one has ended.
async fn run_group<F>(
    queue: Queue,
    previous: Option<Run>,
    create: impl FnOnce(Vec<Wanted>) -> F,
) -> Outcomes
where
    F: Future<Output = Vec<Created>>,
{
    if let Some(previous) = previous {
        previous.await;
    }
    let wanted = lock(&queue).take().unwrap_or_default();
    let created = create(wanted).await.into_iter();
    Arc::new(created.map(|created| Mutex::new(Some(created))).collect())
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for CreateGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateGroups").finish_non_exhaustive()
    }
}
