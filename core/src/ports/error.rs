use std::error::Error;

use crate::fault::{Fault, FaultKind};

/// Why a store did not do what it was asked. The source is for the log, never for the client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique rule stands against it: the address or the short code is taken. The unit of work is spent: begin a new one.
    #[error("a unique rule of the store stands against it")]
    Conflict,
    /// The one row that was to be changed is not there.
    #[error("the row is not there")]
    Missing,
    /// The store cannot be reached or is too busy; trying again later may help.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The store works on it for longer than it may; asking for less may help.
    #[error("the store takes too long")]
    TooSlow(#[source] Box<dyn Error + Send + Sync>),
    /// The data are damaged. The store refuses every unit of work from now on, until an operator has put the data right and the
    /// program was started again; reads may go on.
    #[error("the data of the store are damaged")]
    Damaged(#[source] Box<dyn Error + Send + Sync>),
    /// Anything else: a defect, or data that cannot be read.
    #[error("the store is broken")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// An error that trying again later may cure.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    /// An error that asking for less may cure.
    pub fn too_slow(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::TooSlow(source.into())
    }

    /// An error that says that the data are damaged.
    pub fn damaged(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Damaged(source.into())
    }

    /// An error that trying again does not cure.
    pub fn broken(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken(source.into())
    }
}

impl Fault for StoreError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Conflict => FaultKind::Conflict,
            Self::Missing => FaultKind::NotFound,
            Self::Unavailable(_) | Self::TooSlow(_) | Self::Damaged(_) => FaultKind::Unavailable,
            Self::Broken(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Missing => "not-found",
            Self::Unavailable(_) | Self::TooSlow(_) => "unavailable",
            Self::Damaged(_) => "store-damaged",
            Self::Broken(_) => "internal",
        }
    }
}
