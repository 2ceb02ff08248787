use super::bulk::{
    Applied, BulkError, BulkRun, Create, LinkChange, NamedCollections, Operation, OperationError,
    OperationOutcome,
};
use super::{CreateLinkError, LinkEdit, Links, NewLink};
use crate::fault::Violations;
use crate::id::{LinkId, UserId};
use crate::ports::{Change, Timestamp, retry_conflicts};
use crate::revision::ExpectedRevision;

/// One operation of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOperation {
    /// As [`Links::create`].
    Create(NewLink),
    /// As [`Links::edit`].
    Edit {
        /// The link.
        id: LinkId,
        /// The expected revision.
        expected: ExpectedRevision,
        /// The changes.
        edit: LinkEdit,
    },
    /// As [`Links::delete`].
    Delete {
        /// The link.
        id: LinkId,
        /// The expected revision.
        expected: ExpectedRevision,
    },
}

impl Links {
    /// The maximum number of operations in a batch.
    pub const MAX_OPERATIONS: usize = 1_000;

    /// Applies operations to links of `owner`, in order, and returns the outcome of each. An operation that fails changes
    /// nothing and does not stop the others; with `atomic`, nothing is applied unless every operation succeeds.
    #[tracing::instrument(name = "links.batch", skip_all)]
    pub async fn batch(
        &self,
        owner: UserId,
        operations: &[LinkOperation],
        atomic: bool,
    ) -> Result<Vec<OperationOutcome>, BulkError> {
        if operations.is_empty() || operations.len() > Self::MAX_OPERATIONS {
            let message = format!("must be 1 to {} operations", Self::MAX_OPERATIONS);
            return Err(BulkError::Invalid(Violations::new("operations", message)));
        }
        retry_conflicts("concurrent writers use the same slugs", || {
            self.attempt_batch(owner, operations, atomic)
        })
        .await
    }

    async fn attempt_batch(
        &self,
        owner: UserId,
        operations: &[LinkOperation],
        atomic: bool,
    ) -> Result<Vec<OperationOutcome>, BulkError> {
        let unit = self.ports.store.begin().await?;
        let room = self.lock_room(&*unit, owner).await?;
        let no_collections = NamedCollections::new(owner, self.limits);
        let mut run = BulkRun::new(self, &*unit, owner, room, no_collections);
        let now = run.now;
        let operations = operations.iter();
        let operations = operations.map(|operation| self.operation(owner, operation, now));
        let mut outcomes = run.run(operations.collect()).await?;
        if atomic && outcomes.iter().any(Result::is_err) {
            for outcome in outcomes.iter_mut().filter(|outcome| outcome.is_ok()) {
                *outcome = Err(OperationError::NotApplied);
            }
            return Ok(outcomes);
        }
        let changed = run.changed;
        let routes = changed.iter().filter_map(LinkChange::of_route);
        let routes: Vec<Change> = routes.collect();
        unit.news().announce(&routes).await?;
        unit.commit().await?;
        let old = changed.iter().map(|change| &change.old);
        let new = outcomes.iter().flatten().map(Applied::link);
        old.chain(new).for_each(|link| self.forget_route(link));
        Ok(outcomes)
    }

    fn operation<'o>(
        &self,
        owner: UserId,
        operation: &'o LinkOperation,
        now: Timestamp,
    ) -> Result<Operation<'o>, OperationError> {
        Ok(match operation {
            LinkOperation::Create(new) => Operation::Create(Create {
                draft: self
                    .draft(Some(owner), new, now)
                    .map_err(CreateLinkError::Invalid)?,
                collections: Vec::new(),
            }),
            LinkOperation::Edit { id, expected, edit } => Operation::Change {
                id: *id,
                expected,
                edit: Some(edit),
            },
            LinkOperation::Delete { id, expected } => Operation::Change {
                id: *id,
                expected,
                edit: None,
            },
        })
    }
}
