use super::StoreError;

/// The maximum number of attempts.
const ATTEMPTS: u32 = 4;

/// An error that may be caused by a [`StoreError`].
pub(crate) trait StoreFailure: From<StoreError> {
    /// Whether this is a [`StoreError::Conflict`].
    fn is_conflict(&self) -> bool;
}

/// Retries an attempt, each time in a new unit, while it fails because another unit wrote the same rows concurrently; the next
/// attempt sees those rows. After a few attempts the store counts as unavailable, because the conflict is not the caller's.
/// `cause` is for the log.
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
