use std::sync::Arc;

use crate::flight::Flight;
use crate::key::KeyRef;
use crate::memory::Memory;

/// A caller's part in a flight, which nobody else joins once this caller has its answer or is cancelled.
pub(crate) struct Joined<'a> {
    memory: &'a Memory,
    key: KeyRef<'a>,
    pub(crate) flight: Arc<Flight>,
}

impl<'a> Joined<'a> {
    pub(crate) fn new(memory: &'a Memory, key: KeyRef<'a>) -> Self {
        let flight = memory.join(key);
        Self {
            memory,
            key,
            flight,
        }
    }
}

impl Drop for Joined<'_> {
    fn drop(&mut self) {
        self.memory.leave(self.key, &self.flight);
    }
}
