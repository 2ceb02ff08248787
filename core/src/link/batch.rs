use super::batch_run::BatchRun;
use super::bulk::HoldError;
use super::{CreateLinkError, DeleteLinkError, EditLinkError, Link, LinkEdit, Links, NewLink};
use crate::fault::{Violations, fault};
use crate::id::{LinkId, UserId};
use crate::ports::{StoreError, StoreFailure, retry_conflicts};
use crate::revision::Expected;

/// One of many things to do with links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOperation {
    /// As [`Links::create`].
    Create(NewLink),
    /// As [`Links::edit`].
    Edit {
        /// Which link.
        id: LinkId,
        /// At which revision.
        expected: Expected,
        /// What is to change.
        edit: LinkEdit,
    },
    /// As [`Links::delete`].
    Delete {
        /// Which link.
        id: LinkId,
        /// At which revision.
        expected: Expected,
    },
}

/// What an operation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operated {
    /// Made this link.
    Created(Link),
    /// Made it this.
    Edited(Link),
    /// Put it into the trash.
    Deleted,
}

/// Why an operation did nothing.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The link was not made.
    #[error(transparent)]
    Create(CreateLinkError),
    /// The link was not changed.
    #[error(transparent)]
    Edit(EditLinkError),
    /// The link was not deleted.
    #[error(transparent)]
    Delete(DeleteLinkError),
    /// It would have worked, but another did not, and it was to be all or nothing.
    #[error("not done, because another operation of the batch failed")]
    NotApplied,
}

/// What became of a batch.
#[derive(Debug)]
pub struct BatchOutcome {
    /// What became of each operation, in their order.
    pub results: Vec<Result<Operated, OperationError>>,
}

/// Why nothing of a batch was done.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// There are no operations, or too many.
    #[error("the batch cannot be carried out")]
    Invalid(Violations),
    /// The owner's account is gone meanwhile.
    #[error("this session is over; sign in again")]
    OwnerGone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// The most operations of a batch.
    pub const MAX_OPERATIONS: usize = 1_000;

    /// Does many things with links of `owner`, one after the other, each on what those before it left. An operation that fails
    /// does nothing, and the others are done all the same; with `atomic`, nothing is done unless every one works.
    #[tracing::instrument(name = "links.batch", skip_all)]
    pub async fn batch(
        &self,
        owner: UserId,
        operations: &[LinkOperation],
        atomic: bool,
    ) -> Result<BatchOutcome, BatchError> {
        if operations.is_empty() || operations.len() > Self::MAX_OPERATIONS {
            let message = format!("must be 1 to {} operations", Self::MAX_OPERATIONS);
            return Err(BatchError::Invalid(Violations::of("operations", message)));
        }
        retry_conflicts("others take the same codes", || {
            self.attempt_batch(owner, operations, atomic)
        })
        .await
    }

    async fn attempt_batch(
        &self,
        owner: UserId,
        operations: &[LinkOperation],
        atomic: bool,
    ) -> Result<BatchOutcome, BatchError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let room = self.hold_room(&*unit, owner).await?;
        let mut run = BatchRun::new(self, &*unit, owner, now, room);
        let mut results = run.carry_out(operations).await?;
        if atomic && results.iter().any(Result::is_err) {
            for result in results.iter_mut().filter(|result| result.is_ok()) {
                *result = Err(OperationError::NotApplied);
            }
        } else {
            let outdated = std::mem::take(&mut run.outdated);
            drop(run);
            unit.commit().await?;
            for (namespace, slug) in outdated {
                self.ports.routes.forget(namespace, &slug);
            }
        }
        Ok(BatchOutcome { results })
    }
}

impl StoreFailure for BatchError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

impl From<HoldError> for BatchError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::OwnerGone => Self::OwnerGone,
            HoldError::Store(error) => Self::Store(error),
        }
    }
}

fault!(OperationError {
    broken_rules: [],
    own: [NotApplied => Conflict "not-applied"],
    passed_on: [Create, Edit, Delete],
});

fault!(BatchError {
    broken_rules: [Invalid => "invalid"],
    own: [OwnerGone => Unauthenticated "token-invalid"],
    passed_on: [Store],
});
