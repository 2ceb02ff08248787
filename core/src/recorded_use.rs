//! Recording the last use of API keys and sessions: seldom, and one use of each at a time.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::ports::Timestamp;

/// How often the use of an API key or a session is recorded at most.
pub const USE_INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// Those whose use this process is recording. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct UseRecorder<Id>(Arc<Mutex<HashSet<Id>>>);

impl<Id> Default for UseRecorder<Id> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<Id: Copy + Eq + Hash> UseRecorder<Id> {
    /// Begins to record a use of `id` at `at`, if none was recorded for [`USE_INTERVAL`], since the one at `last`, and none is being
    /// recorded.
    pub(crate) fn begin(
        &self,
        id: Id,
        last: Option<Timestamp>,
        at: Timestamp,
    ) -> Option<BegunUse<Id>> {
        let due = last.is_none_or(|last| last + USE_INTERVAL <= at);
        (due && self.recording().insert(id)).then(|| BegunUse {
            recorder: self.clone(),
            id,
            at,
        })
    }

    fn recording(&self) -> MutexGuard<'_, HashSet<Id>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A use that is to be recorded. Until it is dropped, this process begins to record no other use of the same thing.
#[derive(Debug)]
pub(crate) struct BegunUse<Id: Copy + Eq + Hash> {
    recorder: UseRecorder<Id>,
    pub(crate) id: Id,
    pub(crate) at: Timestamp,
}

impl<Id: Copy + Eq + Hash> BegunUse<Id> {
    /// It is not recorded if another process has recorded one after this.
    pub(crate) fn unless_after(&self) -> Timestamp {
        self.at - USE_INTERVAL
    }
}

impl<Id: Copy + Eq + Hash> Drop for BegunUse<Id> {
    fn drop(&mut self) {
        self.recorder.recording().remove(&self.id);
    }
}
