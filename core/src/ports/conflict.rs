use super::StoreError;

/// How often an attempt is made in all.
const ATTEMPTS: u32 = 4;

/// An error that a [`StoreError`] may be behind, and that says so.
pub(crate) trait StoreFailure: From<StoreError> {
    /// Whether this is a [`StoreError::Conflict`].
    fn is_conflict(&self) -> bool;
}

/// Makes an attempt anew, each time in a unit of its own, when somebody else's unit wrote at the very moment what its own was to
/// write; what stood against it is seen by the next. After a few, the store is as good as unavailable: no caller is to be told
/// of a conflict that is not theirs. `cause` is for the log.
pub(crate) async fn retry_conflicts<T, E, F>(
    cause: &'static str,
    mut attempt: impl FnMut() -> F,
) -> Result<T, E>
where
    E: StoreFailure,
    F: Future<Output = Result<T, E>>,
{
    for _ in 0..ATTEMPTS {
        match attempt().await {
            Err(error) if error.is_conflict() => {}
            ended => return ended,
        }
    }
    Err(StoreError::unavailable(cause).into())
}
