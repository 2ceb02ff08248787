/// Returns unpredictable bytes, from the system's generator.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait Random: Send + Sync {
    /// Fills the whole of `buffer`. MUST NOT repeat bytes, nor leave any part unfilled.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The system returned no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system returned no random bytes")]
pub struct RandomError;

impl crate::fault::Fault for RandomError {
    fn kind(&self) -> crate::fault::FaultKind {
        crate::fault::FaultKind::Internal
    }

    fn code(&self) -> &'static str {
        "internal"
    }
}
