use std::time::Duration;

use futures_util::lock::Mutex;
use korotko_core::link::Route;
use korotko_core::ports::StoreError;

/// One request to the store for all callers who look up the same slug at the same time. The first of them to lock it asks the
/// store; the others get that answer.
pub(crate) type Flight = Mutex<Option<Landed>>;

/// The answer of a flight.
#[derive(Debug)]
pub(crate) struct Landed {
    answer: Result<Option<Route>, StoreError>,
    /// When the store was asked.
    pub(crate) requested_at: Duration,
}

impl Landed {
    pub(crate) fn new(answer: &Result<Option<Route>, StoreError>, requested_at: Duration) -> Self {
        Self {
            answer: answer.as_ref().cloned().map_err(StoreError::for_another),
            requested_at,
        }
    }

    /// The answer for another caller.
    pub(crate) fn answer(&self) -> Result<Option<Route>, StoreError> {
        self.answer
            .as_ref()
            .cloned()
            .map_err(StoreError::for_another)
    }
}
