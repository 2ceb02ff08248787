use std::error::Error;

use crate::fault::{Fault, FaultKind};

/// Why a store call failed. The source is for the log, never for the client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique constraint is violated: the address or the slug is taken. The transaction is aborted: begin a new unit.
    #[error("unique constraint violated")]
    Conflict,
    /// The row to change does not exist.
    #[error("row not found")]
    Missing,
    /// The store is unreachable or too busy; a retry may succeed.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The call exceeded its time limit; a smaller request may succeed.
    #[error("the store took too long")]
    TooSlow(#[source] Box<dyn Error + Send + Sync>),
    /// The data is damaged. The store refuses every unit of work until an operator has repaired the data and restarted the
    /// program; reads may continue.
    #[error("the store's data is damaged")]
    Damaged(#[source] Box<dyn Error + Send + Sync>),
    /// Any other error: a defect, or data that cannot be read.
    #[error("internal store error")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// An error after which a retry may succeed.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    /// An error after which a smaller request may succeed.
    pub fn too_slow(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::TooSlow(source.into())
    }

    /// An error that means the data is damaged.
    pub fn damaged(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Damaged(source.into())
    }

    /// An error that a retry does not fix.
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// The same error for another caller of the same work.
    #[must_use]
    pub fn for_another(&self) -> Self {
        match self {
            Self::Conflict => Self::Conflict,
            Self::Missing => Self::Missing,
            Self::Unavailable(cause) => Self::unavailable(cause.to_string()),
            Self::TooSlow(cause) => Self::too_slow(cause.to_string()),
            Self::Damaged(cause) => Self::damaged(cause.to_string()),
            Self::Internal(cause) => Self::internal(cause.to_string()),
        }
    }
}

impl Fault for StoreError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Conflict => FaultKind::Conflict,
            Self::Missing => FaultKind::NotFound,
            Self::Unavailable(_) | Self::TooSlow(_) | Self::Damaged(_) => FaultKind::Unavailable,
            Self::Internal(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Missing => "not-found",
            Self::Unavailable(_) | Self::TooSlow(_) => "unavailable",
            Self::Damaged(_) => "database-damaged",
            Self::Internal(_) => "internal",
        }
    }
}
